using System.Runtime.CompilerServices;

namespace Alliance.Measurement;

/// <summary>
/// The conditions that every statistic of this library sets on its numbers, so that no overflow and no NaN can arise inside.
/// </summary>
internal static class Require
{
    /// <summary>The greatest size of a score, a session number or a time: far above any, and its powers stay finite.</summary>
    public const double Limit = 1e12;

    /// <summary>The most values that a series may have; the pairs of a longer one would not fit into memory.</summary>
    public const int MaximumLength = 10_000;

    /// <summary>Refuses a series with a value that is NaN or larger than <see cref="Limit"/>, or with too many values.</summary>
    /// <exception cref="ArgumentException">Names the value and its place, counted from 0.</exception>
    public static void Finite(ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        if (values.Length > MaximumLength)
        {
            throw new ArgumentException($"A series has at most {MaximumLength} values; {name} has {values.Length}.", name);
        }

        Numbers(values, name);
    }

    /// <summary>Refuses a value that is NaN or larger than <see cref="Limit"/>, whatever the length.</summary>
    /// <exception cref="ArgumentException">Names the value and its place, counted from 0.</exception>
    public static void Numbers(ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(Math.Abs(values[i]) <= Limit))
            {
                throw new ArgumentOutOfRangeException(name, values[i], $"{name}[{i}] must be a number of size up to 1e12.");
            }
        }
    }

    /// <summary>Refuses pairs of unequal number, values that are no numbers, and an <paramref name="x"/> that falls.</summary>
    /// <exception cref="ArgumentException">Names the value and its place, counted from 0.</exception>
    public static void Series(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"x has {x.Length} values and y has {y.Length}; they are pairs.", nameof(y));
        Finite(x);
        Finite(y);
        for (var i = 1; i < x.Length; i++)
        {
            if (x[i] < x[i - 1])
            {
                throw new ArgumentException($"x must not fall; x[{i}] = {x[i]:R} follows {x[i - 1]:R}.", nameof(x));
            }
        }
    }

    /// <summary>Refuses a value that is not a positive number within the limits: its quotients must stay finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN, below 1e-12 or above 1e12.</exception>
    public static void Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 1 / Limit && value <= Limit)) throw new ArgumentOutOfRangeException(name, value, $"{name} must be 1e-12 to 1e12.");
    }

    /// <summary>Refuses a value that is negative, NaN or larger than <see cref="Limit"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN, negative or too large.</exception>
    public static void NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0 && value <= Limit)) throw new ArgumentOutOfRangeException(name, value, $"{name} must be 0 to 1e12.");
    }
}
