namespace Alliance.Measurement.Distributions;

/// <summary>
/// The factor x^a y^b / B(a, b), y = 1 - x, before the continued fraction of the incomplete beta function. It is the binomial
/// density in the saddle-point form of Loader, "Fast and accurate computation of binomial probabilities" (2000), which
/// keeps its digits where differences of logarithms of the gamma function lose them.
/// </summary>
internal static class BetaDensity
{
    // From 15 on the six terms of Stirling's series below are exact to the last place.
    private const double StirlingFrom = 15;

    // v is below 0.1, so that nine terms in v² reach the last place.
    private const int SeriesTo = 21;

    /// <summary>ln(x^a y^b / B(a, b)); negative infinity where x or y is 0.</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="x">0 to 1.</param>
    /// <param name="y">1 - x, given apart so that a small one keeps its digits.</param>
    public static double Log(double a, double b, double x, double y)
    {
        var n = a + b;
        var exponent = StirlingError(n) - StirlingError(a) - StirlingError(b) - Deviance(a, n * x) - Deviance(b, n * y);
        return exponent + (0.5 * Math.Log(a * b / (2 * Math.PI * n)));
    }

    /// <summary>ln Gamma(z + 1) less Stirling's (z + 1/2) ln z - z + ln(2 pi) / 2, for z above 0.</summary>
    private static double StirlingError(double z)
    {
        // The error at z is that at z + 1 plus (z + 1/2) ln(1 + 1/z) - 1.
        var sum = 0.0;
        for (; z < StirlingFrom; z++) sum += ((z + 0.5) * LogOnePlus(1 / z)) - 1;
        var r = 1 / (z * z);
        var series = 1.0 / 1188 - (r * 691.0 / 360360);
        series = 1.0 / 1680 - (r * series);
        series = 1.0 / 1260 - (r * series);
        series = 1.0 / 360 - (r * series);
        return sum + ((1.0 / 12 - (r * series)) / z);
    }

    /// <summary>observed ln(observed / expected) + expected - observed, without cancellation where the two are close.</summary>
    private static double Deviance(double observed, double expected)
    {
        var difference = observed - expected;
        if (Math.Abs(difference) >= 0.1 * (observed + expected)) return (observed * Math.Log(observed / expected)) - difference;
        var v = difference / (observed + expected);
        var sum = difference * v;
        var power = 2 * observed * v;
        for (var j = 3; j < SeriesTo; j += 2)
        {
            power *= v * v;
            sum += power / j;
        }

        return sum;
    }

    /// <summary>ln(1 + x) by Kahan's correction, since the framework's own rounds 1 + x first; for x of 1/15 or more.</summary>
    private static double LogOnePlus(double x)
    {
        var rounded = 1 + x;
        return Math.Log(rounded) * x / (rounded - 1);
    }
}
