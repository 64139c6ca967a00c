using Alliance.Measurement.Distributions;

namespace Alliance.Measurement.Congruence;

/// <summary>A correlation with its 95 % interval by Fisher's z: tanh(atanh(r) ± 1.96 / sqrt(n - 3)).</summary>
public sealed class Correlation
{
    internal Correlation(double value, int pairs)
    {
        Value = value;
        // At r = -1 or 1 z is infinite, and its interval shrinks to the value as it should.
        var half = Normal.Z95 / Math.Sqrt(pairs - 3);
        Low = Math.Tanh(Math.Atanh(value) - half);
        High = Math.Tanh(Math.Atanh(value) + half);
    }

    /// <summary>Pearson's r, -1 to 1.</summary>
    public double Value { get; }

    /// <summary>Lower end of the 95 % interval, -1 to <see cref="Value"/>.</summary>
    public double Low { get; }

    /// <summary>Upper end of the 95 % interval, <see cref="Value"/> to 1.</summary>
    public double High { get; }
}
