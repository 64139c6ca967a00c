using System.Collections.Immutable;

namespace Alliance.Measurement.Trends;

/// <summary>
/// The shape of a whole course in one word: a description of the scores so far, never a prognosis.
/// </summary>
/// <remarks>
/// Polynomials of degree 0, 1 and 2 are fitted; the lowest degree whose AICc is within 2 of the best is taken, the lowest exact
/// fit before all others. A line that changes less than the smallest change over the range is stable. A parabola is a u-shape
/// or an inverted u if its vertex lies in the middle 60 % of the range and both fitted arms reach the smallest change, else it
/// is named by the fitted end less the start. AICc is hard on fewer than nine forms on purpose. A V-shaped dip is no
/// polynomial: ruptures are told beside the shape.
/// </remarks>
public sealed class Shape
{
    /// <summary>The least number of forms for a shape.</summary>
    public const int MinimumForms = 6;

    /// <summary>Fewer than <see cref="MinimumForms"/> forms.</summary>
    public const string Insufficient = "insufficient";

    /// <summary>No change that reaches the smallest change.</summary>
    public const string Stable = "stable";

    /// <summary>A rising line.</summary>
    public const string Growth = "growth";

    /// <summary>A falling line.</summary>
    public const string Decline = "decline";

    /// <summary>A parabola whose end is above its start.</summary>
    public const string CurvedGrowth = "curved-growth";

    /// <summary>A parabola whose end is below its start.</summary>
    public const string CurvedDecline = "curved-decline";

    /// <summary>High, low, high.</summary>
    public const string UShape = "u-shape";

    /// <summary>Low, high, low.</summary>
    public const string InvertedU = "inverted-u";

    private const double WithinBest = 2;
    private const double MiddleFrom = 0.2;
    private const double MiddleTo = 0.8;
    private const double FlatCurve = 1e-12;

    private Shape(string name, int? degree, ImmutableArray<ShapeModel> models, double? vertex)
    {
        Name = name;
        Degree = degree;
        Models = models;
        Vertex = vertex;
    }

    /// <summary>One of the names above.</summary>
    public string Name { get; }

    /// <summary>Degree of the model taken, 0 to 2; null where the name is <see cref="Insufficient"/>.</summary>
    public int? Degree { get; }

    /// <summary>The three models by degree; shape (3).</summary>
    public ImmutableArray<ShapeModel> Models { get; }

    /// <summary>
    /// The x at which the parabola turns, also where it is not taken or lies outside the series; null where there is no parabola,
    /// where it is exact, or where it bends less than 1e-12 over the range.
    /// </summary>
    public double? Vertex { get; }

    /// <summary>Names the shape of a series.</summary>
    /// <param name="x">Sessions; shape (n), n from 0 to 10,000, never falling.</param>
    /// <param name="y">Scores; shape (n).</param>
    /// <param name="smallestChange">Least change that counts, in score points; 0 or more.</param>
    /// <exception cref="ArgumentException">The lengths differ, x falls, a value is no number of size up to 1e12, or the change is negative.</exception>
    public static Shape Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double smallestChange)
    {
        Require.Series(x, y);
        Require.NotNegative(smallestChange);
        var models = ShapeModel.Fit(x, y);
        var range = x.IsEmpty ? 0 : x[^1] - x[0];
        double? vertex = null;
        if (models[2].Aicc is not null && Math.Abs(models[2].Coefficients[2]) * range * range > FlatCurve)
        {
            vertex = x[0] + Turn(models[2].Coefficients);
        }

        if (x.Length < MinimumForms) return new Shape(Insufficient, null, models, vertex);
        var taken = Choose(models);
        return new Shape(NameOf(taken.Coefficients, range, smallestChange), taken.Degree, models, vertex);
    }

    private static ShapeModel Choose(ImmutableArray<ShapeModel> models)
    {
        if (models.FirstOrDefault(m => m.IsExact) is { } exact) return exact;
        var best = models.Min(m => m.Aicc ?? double.PositiveInfinity);
        return models.First(m => m.Aicc <= best + WithinBest);
    }

    private static string NameOf(ImmutableArray<double> b, double range, double smallestChange)
    {
        if (b.Length == 1) return Stable;
        if (b.Length == 2) return Direction(b[1] * range, smallestChange, Growth, Decline);
        var turn = Turn(b);
        var firstArm = turn * (b[1] + (b[2] * turn));
        var change = range * (b[1] + (b[2] * range));
        var shorterArm = Math.Min(Math.Abs(firstArm), Math.Abs(change - firstArm));
        var turnsInside = turn >= MiddleFrom * range && turn <= MiddleTo * range;
        if (turnsInside && shorterArm >= smallestChange) return b[2] > 0 ? UShape : InvertedU;
        return Direction(change, smallestChange, CurvedGrowth, CurvedDecline);
    }

    /// <summary>Where a parabola turns, from the first x on.</summary>
    private static double Turn(ImmutableArray<double> b) => -b[1] / (2 * b[2]);

    private static string Direction(double change, double smallestChange, string up, string down)
    {
        if (Math.Abs(change) < smallestChange) return Stable;
        return change > 0 ? up : down;
    }
}
