namespace Alliance.Measurement.Distributions;

/// <summary>
/// The standard normal distribution, mean 0 and variance 1.
/// </summary>
/// <remarks>
/// Cdf: rational Chebyshev approximations of Cody, "Rational Chebyshev approximations for the error function",
/// Mathematics of Computation 23 (1969) 631-637. Quantile: Wichura, "Algorithm AS 241: the percentage points of the
/// normal distribution", Applied Statistics 37 (1988) 477-484. Both stay within a few units of the last place, the tails
/// included: a probability of 1e-300 keeps its digits.
/// </remarks>
public static class Normal
{
    /// <summary>The 0.975 quantile, the multiplier of every two-sided 95 % interval of this library.</summary>
    public const double Z95 = 1.959963984540054;

    private const double CentreLimit = 0.67448975;
    private const double MiddleLimit = 5.656854249492380195; // sqrt(32)
    private const double OneOverRootTwoPi = 0.398942280401432677939946;

    private static readonly double[] CentreTop =
        [0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582, 18154.981253343561249];

    private static readonly double[] CentreBottom =
        [1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956];

    private static readonly double[] MiddleTop =
    [
        1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979, 597.27027639480026226,
        2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124, 9842.7148383839780218,
    ];

    private static readonly double[] MiddleBottom =
    [
        1, 22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755, 18615.571640885098091,
        34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
    ];

    private static readonly double[] TailTop =
    [
        0.02307344176494017303, 0.21589853405795699, 0.1274011611602473639, 0.022235277870649807, 0.001421619193227893466,
        2.9112874951168792e-5,
    ];

    private static readonly double[] TailBottom =
        [1, 1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244, 7.29751555083966205e-5];

    private static readonly double[] QuantileCentreTop =
    [
        2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
        1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080,
    ];

    private static readonly double[] QuantileCentreBottom =
    [
        5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
        5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1,
    ];

    private static readonly double[] QuantileNearTop =
    [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
        3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734,
    ];

    private static readonly double[] QuantileNearBottom =
    [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1,
    ];

    private static readonly double[] QuantileFarTop =
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720,
    ];

    private static readonly double[] QuantileFarBottom =
    [
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1,
    ];

    /// <summary>Probability that a standard normal value is at most <paramref name="z"/>.</summary>
    /// <param name="z">Any number, infinities included.</param>
    /// <returns>0 to 1; 0 below about -38, where the probability is less than the smallest number.</returns>
    /// <exception cref="ArgumentException"><paramref name="z"/> is NaN.</exception>
    public static double Cdf(double z)
    {
        if (double.IsNaN(z)) throw new ArgumentException("The normal cdf is asked at NaN.", nameof(z));
        var size = Math.Abs(z);
        if (size <= CentreLimit)
        {
            var square = z * z;
            return 0.5 + (z * Ratio(CentreTop, CentreBottom, square));
        }

        var tail = UpperTail(size);
        return z > 0 ? 1 - tail : tail;
    }

    /// <summary>
    /// Probability that a standard normal value is above <paramref name="z"/>: <c>1 - Cdf(z)</c> without its loss of digits.
    /// </summary>
    /// <param name="z">Any number, infinities included.</param>
    /// <exception cref="ArgumentException"><paramref name="z"/> is NaN.</exception>
    public static double Survival(double z) => Cdf(-z);

    /// <summary>The value that a standard normal value is below with probability <paramref name="p"/>.</summary>
    /// <param name="p">Probability, 0 to 1.</param>
    /// <returns>The quantile; negative infinity at 0, positive infinity at 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is NaN or outside 0 to 1.</exception>
    public static double Quantile(double p)
    {
        if (!(p >= 0 && p <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability lies in 0 to 1.");
        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425) return q * Ratio(QuantileCentreTop, QuantileCentreBottom, 0.180625 - (q * q));
        var tail = Math.Min(p, 1 - p);
        if (tail == 0) return q < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        var r = Math.Sqrt(-Math.Log(tail));
        var size = r <= 5 ? Ratio(QuantileNearTop, QuantileNearBottom, r - 1.6) : Ratio(QuantileFarTop, QuantileFarBottom, r - 5);
        return q < 0 ? -size : size;
    }

    /// <summary>P(Z &gt; size) for a size above the centre; about 0 from 38.5 on.</summary>
    private static double UpperTail(double size)
    {
        // exp(-x²/2) keeps its digits only when x² is taken in two parts: the square of x cut to sixteenths is exact.
        if (size > 40) return 0;
        var cut = Math.Truncate(size * 16) / 16;
        var density = Math.Exp(-cut * cut * 0.5) * Math.Exp(-(size - cut) * (size + cut) * 0.5);
        if (size <= MiddleLimit) return density * Ratio(MiddleTop, MiddleBottom, size);
        var inverse = 1 / (size * size);
        return density * (OneOverRootTwoPi - (inverse * Ratio(TailTop, TailBottom, inverse))) / size;
    }

    /// <summary>Quotient of two polynomials at <paramref name="x"/>, coefficients from the highest power down.</summary>
    private static double Ratio(double[] top, double[] bottom, double x) => Horner(top, x) / Horner(bottom, x);

    private static double Horner(double[] coefficients, double x)
    {
        var sum = coefficients[0];
        for (var i = 1; i < coefficients.Length; i++) sum = (sum * x) + coefficients[i];
        return sum;
    }
}
