namespace AllianceApi.Trends;

/// <summary>An episode of possible strain.</summary>
/// <param name="OnsetSession">Session of the drop.</param>
/// <param name="Reference">What was expected there: the range to return to.</param>
/// <param name="Depth">Reference minus the lowest score; null at the level of detail <c>trend</c>.</param>
/// <param name="LowestSession">Session of the lowest score.</param>
/// <param name="LowestScore">The lowest score; null at the level of detail <c>trend</c>.</param>
/// <param name="State">open, repaired, confirmed or unrepaired.</param>
/// <param name="RepairSession">Session at which scores returned to the earlier range; null where they have not.</param>
/// <param name="SessionsToRepair">Sessions from onset to return.</param>
/// <param name="DaysToRepair">Calendar days from onset to return.</param>
/// <param name="RecoveredFraction">Share of the depth that was made good, 0 to 1.</param>
/// <param name="Because">Why the onset was marked; null at the level of detail <c>trend</c>.</param>
internal sealed record RuptureResource(
    int OnsetSession,
    double Reference,
    double? Depth,
    int LowestSession,
    double? LowestScore,
    string State,
    int? RepairSession,
    int? SessionsToRepair,
    int? DaysToRepair,
    double RecoveredFraction,
    RuptureBecause? Because);

/// <summary>Why a form was marked as the onset of a possible strain, as in the alert: rule, inputs and thresholds.</summary>
/// <param name="Rule">Id and version of the rule.</param>
/// <param name="Inputs">What it was applied to.</param>
/// <param name="Thresholds">What that was held against.</param>
internal sealed record RuptureBecause(string Rule, RuptureInputs Inputs, RuptureThresholds Thresholds);

/// <summary>What the rule was applied to.</summary>
/// <param name="Score">Score of the form.</param>
/// <param name="Expected">What the earlier forms predicted for it.</param>
/// <param name="Sd">Standard deviation of that prediction.</param>
/// <param name="Surprise">Score minus prediction in standard deviations.</param>
/// <param name="Drop">Prediction, within the range of the scale, minus score.</param>
internal sealed record RuptureInputs(double Score, double Expected, double Sd, double Surprise, double Drop);

/// <summary>What the rule held its inputs against.</summary>
/// <param name="Surprise">Surprise at or below which a form can be an onset.</param>
/// <param name="Drop">Least drop of an onset.</param>
internal sealed record RuptureThresholds(double Surprise, double Drop);

/// <summary>How much the forms of a series can tell.</summary>
/// <param name="Informative">False where the series stands at a limit or on a line; null where no form may be shown.</param>
/// <param name="PerfectShare">Share of forms with the best answer on every item; null without forms.</param>
/// <param name="LongestPerfectRun">Most such forms in a row.</param>
/// <param name="StraightLineShare">Share of forms with one answer on every item; null without forms.</param>
/// <param name="LastHeldAt">When the last session with a form was held.</param>
/// <param name="Notes">In sentences.</param>
internal sealed record TrendQualityResource(
    bool? Informative, double? PerfectShare, int LongestPerfectRun, double? StraightLineShare, DateTimeOffset? LastHeldAt, IReadOnlyList<string> Notes);
