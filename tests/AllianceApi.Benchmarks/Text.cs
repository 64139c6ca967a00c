using System.Globalization;

namespace AllianceApi.Benchmarks;

/// <summary>Numbers as text, the same everywhere.</summary>
internal static class Text
{
    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A rate or a large count, with commas.</summary>
    public static string Count(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
