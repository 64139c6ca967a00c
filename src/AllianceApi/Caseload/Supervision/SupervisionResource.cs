using AllianceApi.Alerts;
using AllianceApi.Trends;

namespace AllianceApi.Caseload.Supervision;

/// <summary>The open episodes of one clinician for who supervises: courses without items and scores. It compares nobody with anybody.</summary>
/// <param name="ClinicianId">The clinician.</param>
/// <param name="Label">The clinician's label; null without one.</param>
/// <param name="Clients">How many clients have an open episode.</param>
/// <param name="Alerts">Alerts that are not closed, over these clients.</param>
/// <param name="Courses">The open episodes by the client's label: in no order of need, level or change.</param>
internal sealed record SupervisionResource(string ClinicianId, string? Label, int Clients, SupervisedAlerts Alerts, IReadOnlyList<SupervisedCourse> Courses);

/// <summary>How many clients have an alert that is not closed.</summary>
/// <param name="Clients">Clients with at least one.</param>
/// <param name="Unseen">Clients with at least one that the clinician has not looked at.</param>
/// <param name="Share">The share of clients with at least one, as a 95 % interval; null under 20 clients.</param>
/// <param name="Kinds">The same by kind, for the kinds that there are.</param>
internal sealed record SupervisedAlerts(int Clients, int Unseen, ShareResource? Share, IReadOnlyList<SupervisedKind> Kinds);

/// <summary>How many clients have an alert of one kind that is not closed.</summary>
/// <param name="Kind">possibleStrain, falling, lowLevel, raterDivergence or noForms.</param>
/// <param name="Clients">Clients with at least one.</param>
/// <param name="Share">Their share as a 95 % interval; null under 20 clients.</param>
internal sealed record SupervisedKind(string Kind, int Clients, ShareResource? Share);

/// <summary>A share as a 95 % interval; on purpose without a figure in the middle.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
internal sealed record ShareResource(double Low, double High);

/// <summary>The course of one open episode.</summary>
/// <param name="EpisodeId">The episode.</param>
/// <param name="ClientId">The client.</param>
/// <param name="ClientLabel">The client's label; null without one.</param>
/// <param name="Instrument">The usual instrument.</param>
/// <param name="Version">Its version.</param>
/// <param name="Rater">Whose answers are shown.</param>
/// <param name="Forms">Responses in which at least one scale was scored.</param>
/// <param name="LastSession">Session of the last of them; null without any.</param>
/// <param name="LastHeldAt">When that session began.</param>
/// <param name="DaysSinceLast">Calendar days (UTC) since then.</param>
/// <param name="MissingSessions">Sessions without a form, up to the last.</param>
/// <param name="Scales">Each scale.</param>
/// <param name="Statements">The course in sentences, without scores.</param>
/// <param name="Quality">How much the forms can tell.</param>
/// <param name="OpenAlerts">The alerts of the episode that are not closed.</param>
internal sealed record SupervisedCourse(
    string EpisodeId,
    string ClientId,
    string? ClientLabel,
    string Instrument,
    string Version,
    string Rater,
    int Forms,
    int? LastSession,
    DateTimeOffset? LastHeldAt,
    int? DaysSinceLast,
    IReadOnlyList<int> MissingSessions,
    IReadOnlyList<SupervisedScale> Scales,
    IReadOnlyList<string> Statements,
    HeadlineQuality Quality,
    IReadOnlyList<AlertReference> OpenAlerts);

/// <summary>The course of one scale.</summary>
/// <param name="Scale">Name of the scale.</param>
/// <param name="Min">Least value in the metric.</param>
/// <param name="Max">Greatest value.</param>
/// <param name="Forms">Responses in which this scale was scored.</param>
/// <param name="Level">Where the alliance stands, with its 95 % interval.</param>
/// <param name="RecentChange">Change over the last four sessions.</param>
/// <param name="OverallChange">Change since session 3.</param>
/// <param name="Points">The level at each form, given the whole course; of the scale that stands for the form only.</param>
internal sealed record SupervisedScale(
    string Scale, double Min, double Max, int Forms, EstimateResource? Level, RecentChangeResource RecentChange, OverallChangeResource OverallChange, IReadOnlyList<SupervisedPoint> Points);

/// <summary>The level at one form.</summary>
/// <param name="Session">Session number.</param>
/// <param name="Level">The level.</param>
/// <param name="Low">Lower end of its 95 % band.</param>
/// <param name="High">Upper end.</param>
/// <param name="Marker">none, onset, inRupture, repair, confirmed, relapse or unrepaired.</param>
internal sealed record SupervisedPoint(int Session, double Level, double Low, double High, string Marker);
