namespace AllianceApi.Trends;

/// <summary>
/// An individuals control chart (XmR). It supposes a level that stands still: growth or decline alone makes signals. Centre and
/// limits are null under eight forms.
/// </summary>
/// <param name="LimitsFrom">The limits come from the first so many forms and stay.</param>
/// <param name="Centre">Mean of those forms.</param>
/// <param name="Sigma">Their mean moving range divided by 2 / sqrt(pi).</param>
/// <param name="Low">Lower limit, centre - 3 sigma; not clipped.</param>
/// <param name="High">Upper limit, centre + 3 sigma; not clipped.</param>
/// <param name="MovingRangeLimit">Upper limit of the distance between neighbouring forms.</param>
/// <param name="Signals">What stands out, by session.</param>
internal sealed record XmrResource(
    int LimitsFrom, double? Centre, double? Sigma, double? Low, double? High, double? MovingRangeLimit, IReadOnlyList<ChartSignalResource> Signals);

/// <summary>Cumulative sums of the deviations from the early level: small shifts that last add up. Centre and sums are missing under twelve forms.</summary>
/// <param name="Centre">Mean of the first six forms; null under twelve.</param>
/// <param name="Sigma">Standard deviation of one score about the level, sqrt(R); null where the centre is.</param>
/// <param name="K">Slack in sigmas that each deviation loses.</param>
/// <param name="H">Sum in sigmas above which there is a signal.</param>
/// <param name="Points">The sums by session, in sigmas; empty at the level of detail <c>trend</c>.</param>
/// <param name="Signals">Sessions at which a sum is above <c>h</c>.</param>
internal sealed record CusumResource(
    double? Centre, double? Sigma, double K, double H, IReadOnlyList<CusumPointResource> Points, IReadOnlyList<ChartSignalResource> Signals);

/// <summary>The sums after one form.</summary>
/// <param name="Session">Session number.</param>
/// <param name="Upper">Sum of deviations upwards, 0 or more.</param>
/// <param name="Lower">Sum of deviations downwards, 0 or more.</param>
internal sealed record CusumPointResource(int Session, double Upper, double Lower);

/// <summary>A form at which a rule of a control chart fires. A description of the numbers, not of what happened.</summary>
/// <param name="Session">Session number.</param>
/// <param name="Rule">Of xmr: beyondLimits, twoOfThree (two of three beyond 2 sigma on one side) or movingRange. Of cusum: up or down.</param>
internal sealed record ChartSignalResource(int Session, string Rule);
