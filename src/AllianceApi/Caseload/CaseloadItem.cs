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
    IReadOnlyList<CaseloadScale> Scales,
    IReadOnlyList<AlertReference> OpenAlerts,
    int UnseenAlerts,
    HeadlineQuality Quality);

/// <summary>Where an episode stands in the order of attention. It ranks what to look at, never people.</summary>
/// <param name="Rank">Place, from 1.</param>
/// <param name="Because">Why, in words; empty where nothing calls for a look.</param>
internal sealed record AttentionResource(int Rank, IReadOnlyList<string> Because);

/// <summary>What a caseload shows of one scale.</summary>
/// <param name="Scale">Name of the scale.</param>
/// <param name="Last">Last score in the metric of the instrument; null where there is none, or the caller sees trends only.</param>
/// <param name="Level">Where the alliance stands, with its 95 % interval.</param>
/// <param name="RecentLabel">rising, falling, no-clear-change or not-enough-data, over the last four sessions.</param>
/// <param name="OverallLabel">The same since session 3.</param>
/// <param name="Sparkline">The last thirty scores; empty where the caller sees trends only.</param>
internal sealed record CaseloadScale(
    string Scale, double? Last, EstimateResource? Level, string RecentLabel, string OverallLabel, IReadOnlyList<SparklinePoint> Sparkline);

/// <summary>One score of a sparkline.</summary>
/// <param name="Session">Session number.</param>
/// <param name="Score">The score in the metric of the instrument.</param>
internal sealed record SparklinePoint(int Session, double Score);
