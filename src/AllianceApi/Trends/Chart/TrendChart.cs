namespace AllianceApi.Trends.Chart;

internal static class TrendChart
{
    public static byte[] Svg(Alliance.Measurement.Trends.SeriesTrendDetail series, bool scoresVisible) => throw new NotSupportedException();
}
