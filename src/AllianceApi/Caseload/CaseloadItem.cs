using AllianceApi.Alerts;
using AllianceApi.Trends;

namespace AllianceApi.Caseload;

/// <summary>One open episode of a caseload.</summary>
/// <param name="EpisodeId">The episode.</param>
/// <param name="ClientId">The client.</param>
/// <param name="ClientLabel">The client's label; null without one.</param>
/// <param name="ClinicianId">The clinician.</param>
/// <param name="Instrument">The usual instrument.</param>
/// <param name="Version">Its version.</param>
/// <param name="Rater">Whose answers are shown.</param>
/// <param name="Forms">Responses in which at least one scale was scored.</param>
/// <param name="LastSession">Session of the last of them; null without any.</param>
/// <param name="LastHeldAt">When that session began.</param>
/// <param name="DaysSinceLast">Calendar days (UTC) since then.</param>
/// <param name="Attention">Its place in the order of attention, with the reasons.</param>
/// <param name="Scales">Each scale.</param>
/// <param name="OpenAlerts">The alerts of the episode that are not closed.</param>
/// <param name="UnseenAlerts">How many of them nobody has looked at.</param>
/// <param name="Quality">How much the forms can tell.</param>
internal sealed record CaseloadItem(
    string EpisodeId,
    string ClientId,
    string? ClientLabel,
    string ClinicianId,
    string Instrument,
    string Version,
    string Rater,
    int Forms,
    int? LastSession,
    DateTimeOffset? LastHeldAt,
    int? DaysSinceLast,
    AttentionResource Attention,
    IReadOnlyList<ScaleHeadline> Scales,
    IReadOnlyList<AlertReference> OpenAlerts,
    int UnseenAlerts,
    HeadlineQuality Quality);

/// <summary>Where an episode stands in the order of attention. It ranks what to look at, never people.</summary>
/// <param name="Rank">Place, from 1.</param>
/// <param name="Because">Why, in words; empty where nothing calls for a look.</param>
internal sealed record AttentionResource(int Rank, IReadOnlyList<string> Because);
