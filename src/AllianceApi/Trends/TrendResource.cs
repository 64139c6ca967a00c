using System.Text.Json.Serialization;

namespace AllianceApi.Trends;

/// <summary>Where the alliance of one series stands, where it is going, how sure that is, and what happened on the way.</summary>
/// <param name="EpisodeId">The episode.</param>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Version">Version of the instrument.</param>
/// <param name="Rater">Whose answers.</param>
/// <param name="Metric">mean or sum: the unit of every score, level and difference below.</param>
/// <param name="Min">Least value of an item.</param>
/// <param name="Max">Greatest value of an item.</param>
/// <param name="Method">By what it was computed.</param>
/// <param name="Revision">Counts the changes of the series; null for the view of an earlier day.</param>
/// <param name="AsOf">The instant of the view; null for now.</param>
/// <param name="Forms">Responses in which at least one scale was scored.</param>
/// <param name="LastSession">Session of the last of them; null without any.</param>
/// <param name="MissingSessions">Sessions from 1 to the last without such a response.</param>
/// <param name="Scales">Each scale of the instrument.</param>
/// <param name="Quality">How much the forms can tell.</param>
/// <param name="Statements">The trend in plain sentences.</param>
/// <param name="Withheld">Sessions with a form of which the caller may know the existence only; what it says is no part of the trend.</param>
internal sealed record TrendResource(
    string EpisodeId,
    string Instrument,
    string Version,
    string Rater,
    string Metric,
    double Min,
    double Max,
    MethodResource Method,
    long? Revision,
    DateTimeOffset? AsOf,
    int Forms,
    int? LastSession,
    IReadOnlyList<int> MissingSessions,
    IReadOnlyList<ScaleTrendResource> Scales,
    TrendQualityResource Quality,
    IReadOnlyList<string> Statements,
    IReadOnlyList<WithheldForm> Withheld);

/// <summary>A form that is not shown.</summary>
/// <param name="Session">Session number.</param>
/// <param name="HeldAt">When the session began.</param>
internal sealed record WithheldForm(int Session, DateTimeOffset HeldAt);

/// <summary>By what a trend was computed.</summary>
/// <param name="Id">Id and version of the method.</param>
/// <param name="Parameters">Id of the parameter set.</param>
/// <param name="Source">fallback, instrument or caseload: where the parameters come from.</param>
internal sealed record MethodResource(string Id, string Parameters, string Source);

/// <summary>The trend of one scale.</summary>
/// <param name="Scale">Name of the scale.</param>
/// <param name="Min">Least value of its scores in the metric.</param>
/// <param name="Max">Greatest value of its scores in the metric.</param>
/// <param name="Forms">Responses in which this scale was scored.</param>
/// <param name="LastSession">Session of the last of them.</param>
/// <param name="Points">Each of them.</param>
/// <param name="Level">Where the alliance stands at the last form.</param>
/// <param name="Slope">Growth per session; drawn strongly to the usual growth, so no headline.</param>
/// <param name="RecentChange">Change of the level over the last four sessions.</param>
/// <param name="OverallChange">Change of the level since session 3.</param>
/// <param name="NextSession">The score to expect at the next session.</param>
/// <param name="Baseline">The early alliance: sessions 3 to 5.</param>
/// <param name="ReliableChange">The last score against earlier ones, by the error of measurement alone.</param>
/// <param name="Robust">Rank-based trend; null under six forms.</param>
/// <param name="Shape">insufficient, stable, growth, decline, curved-growth, curved-decline, u-shape or inverted-u: a description, no prognosis.</param>
/// <param name="Ruptures">Episodes of possible strain by onset.</param>
/// <param name="Parameters">Id of the parameter set of this scale: that of the method, unless the instrument states errors for some scales only.</param>
/// <param name="Xmr">An individuals control chart; only with <c>chart=xmr</c>.</param>
/// <param name="Cusum">Cumulative sums; only with <c>cusum=true</c>.</param>
internal sealed record ScaleTrendResource(
    string Scale,
    double Min,
    double Max,
    int Forms,
    int? LastSession,
    IReadOnlyList<PointResource> Points,
    EstimateResource? Level,
    SlopeResource? Slope,
    RecentChangeResource RecentChange,
    OverallChangeResource OverallChange,
    EstimateResource? NextSession,
    BaselineResource Baseline,
    ReliableChangeResource ReliableChange,
    RobustResource? Robust,
    string Shape,
    IReadOnlyList<RuptureResource> Ruptures,
    string Parameters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] XmrResource? Xmr = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CusumResource? Cusum = null);

/// <summary>One form of a series. At the level of detail <c>trend</c>, score, low, high, surprise and responseId are null.</summary>
/// <param name="Session">Session number.</param>
/// <param name="HeldAt">When the session began.</param>
/// <param name="ResponseId">The response.</param>
/// <param name="Score">The score.</param>
/// <param name="Low">Lower end of its 95 % band of measurement error.</param>
/// <param name="High">Upper end of that band.</param>
/// <param name="Prorated">Whether it was scored with items missing.</param>
/// <param name="Level">The level as it was knowable then.</param>
/// <param name="LevelLow">Lower end of its 95 % interval.</param>
/// <param name="LevelHigh">Upper end of that interval.</param>
/// <param name="Smoothed">The level given the whole series.</param>
/// <param name="SmoothedLow">Lower end of its 95 % interval.</param>
/// <param name="SmoothedHigh">Upper end of that interval.</param>
/// <param name="Expected">What the earlier forms predicted for this score.</param>
/// <param name="ExpectedLow">Lower end of the 95 % prediction interval.</param>
/// <param name="ExpectedHigh">Upper end of that interval.</param>
/// <param name="Surprise">Score minus prediction in standard deviations.</param>
/// <param name="Marker">none, onset, inRupture, repair, confirmed, relapse or unrepaired.</param>
internal sealed record PointResource(
    int Session,
    DateTimeOffset HeldAt,
    string? ResponseId,
    double? Score,
    double? Low,
    double? High,
    bool Prorated,
    double Level,
    double LevelLow,
    double LevelHigh,
    double Smoothed,
    double SmoothedLow,
    double SmoothedHigh,
    double Expected,
    double ExpectedLow,
    double ExpectedHigh,
    double? Surprise,
    string Marker);

/// <summary>An estimate with its 95 % interval, not clipped to the range.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Sd">Standard deviation.</param>
internal sealed record EstimateResource(double Value, double Low, double High, double Sd)
{
    public static EstimateResource Of(Alliance.Measurement.Trends.Estimate e) => new(e.Value, e.Low, e.High, e.Sd);
}

/// <summary>Growth per session.</summary>
/// <param name="PerSession">The estimate.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Sd">Standard deviation.</param>
/// <param name="ProbabilityRising">Probability that it is above zero.</param>
internal sealed record SlopeResource(double PerSession, double Low, double High, double Sd, double ProbabilityRising);

/// <summary>Change of the level over the last sessions.</summary>
/// <param name="Sessions">Over how many: four, or fewer where the series is shorter.</param>
/// <param name="Value">The change; null where there is no span.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Sd">Standard deviation.</param>
/// <param name="ProbabilityRising">Probability that it is above zero.</param>
/// <param name="Label">rising, falling, no-clear-change or not-enough-data.</param>
internal sealed record RecentChangeResource(int Sessions, double? Value, double? Low, double? High, double? Sd, double? ProbabilityRising, string Label);

/// <summary>Change of the level since the early alliance.</summary>
/// <param name="FromSession">Since which session: 3, or the first scored one after it; null without forms.</param>
/// <param name="Sessions">Over how many sessions.</param>
/// <param name="Value">The change; null where there is no span.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Sd">Standard deviation.</param>
/// <param name="ProbabilityRising">Probability that it is above zero.</param>
/// <param name="Label">rising, falling, no-clear-change or not-enough-data; no-clear-change also where the pairs of forms point the other way.</param>
internal sealed record OverallChangeResource(
    int? FromSession, int Sessions, double? Value, double? Low, double? High, double? Sd, double? ProbabilityRising, string Label);

/// <summary>The early alliance.</summary>
/// <param name="Status">ok (two or three sessions), single or none.</param>
/// <param name="Value">Mean of the scored sessions 3 to 5; null without any, and for one alone at the level of detail <c>trend</c>.</param>
/// <param name="StandardError">Its standard error from the error of measurement.</param>
/// <param name="Sessions">Which of them were scored.</param>
internal sealed record BaselineResource(string Status, double? Value, double? StandardError, IReadOnlyList<int> Sessions);

/// <summary>The last score against earlier ones.</summary>
/// <param name="SinceBaseline">Against the baseline; null until a form after session 5.</param>
/// <param name="SincePrevious">Against the form before; null with one form.</param>
internal sealed record ReliableChangeResource(ReliableDifferenceResource? SinceBaseline, ReliableDifferenceResource? SincePrevious);

/// <summary>A difference in the light of the error of measurement.</summary>
/// <param name="Difference">Last score minus the earlier one; null at the level of detail <c>trend</c>.</param>
/// <param name="Index">Difference divided by its standard error; null where that is 0, and at the level of detail <c>trend</c>.</param>
/// <param name="Reliable">Whether the index is beyond 1.96.</param>
/// <param name="IncreaseDetectable">Whether the scale has room for a reliable increase.</param>
/// <param name="DecreaseDetectable">Whether the scale has room for a reliable decrease.</param>
internal sealed record ReliableDifferenceResource(double? Difference, double? Index, bool Reliable, bool IncreaseDetectable, bool DecreaseDetectable);

/// <summary>A rank-based trend, little moved by single outliers.</summary>
/// <param name="TheilSen">Median of the slopes of all pairs of forms, per session.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="KendallTau">Kendall's tau-b; null where all scores are equal.</param>
/// <param name="P">Two-sided p of Mann-Kendall, exact up to 50 forms: for auditors, not for clinicians.</param>
internal sealed record RobustResource(double TheilSen, double? Low, double? High, double? KendallTau, double? P);
