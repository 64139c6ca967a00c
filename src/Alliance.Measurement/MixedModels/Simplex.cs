namespace Alliance.Measurement.MixedModels;

/// <summary>
/// The least value of a smooth function of a few variables by the simplex of Nelder and Mead (Computer Journal 7, 1965, 308-313),
/// started anew from its result until that gains nothing: a simplex can collapse before it has arrived.
/// </summary>
internal static class Simplex
{
    private const int MaximumStarts = 10;
    private const int MaximumSteps = 2000;

    // A share of the value itself, well above the rounding of a long sum: below it a simplex would only follow noise.
    private const double Flat = 1e-12;

    /// <summary>The place of the least value.</summary>
    /// <param name="function">The function; positive infinity where it is not defined.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="size">First edge of the simplex.</param>
    public static double[] Minimum(Func<double[], double> function, double[] start, double size)
    {
        var (best, value) = Descend(function, start, size);
        for (var i = 1; i < MaximumStarts; i++)
        {
            var (place, lower) = Descend(function, best, size / 4);
            var gained = value - lower;
            if (gained > 0) (best, value) = (place, lower);
            if (!(gained > Rounding(value))) break;
        }

        return best;
    }

    private static (double[] Place, double Value) Descend(Func<double[], double> function, double[] start, double size)
    {
        var corners = new List<(double[] Place, double Value)> { (start, function(start)) };
        for (var i = 0; i < start.Length; i++)
        {
            var place = (double[])start.Clone();
            place[i] += size;
            corners.Add((place, function(place)));
        }

        for (var step = 0; step < MaximumSteps; step++)
        {
            corners.Sort(static (a, b) => a.Value.CompareTo(b.Value));
            if (corners[^1].Value - corners[0].Value <= Rounding(corners[0].Value)) break;
            Move(function, corners);
        }

        corners.Sort(static (a, b) => a.Value.CompareTo(b.Value));
        return corners[0];
    }

    private static double Rounding(double value) => Flat * (1 + Math.Abs(value));

    private static void Move(Func<double[], double> function, List<(double[] Place, double Value)> corners)
    {
        var worst = corners[^1];
        var centre = new double[worst.Place.Length];
        foreach (var (place, _) in corners.SkipLast(1))
        {
            for (var i = 0; i < centre.Length; i++) centre[i] += place[i] / centre.Length;
        }

        (double[] Place, double Value) At(double reach)
        {
            var place = new double[centre.Length];
            for (var i = 0; i < place.Length; i++) place[i] = centre[i] + (reach * (worst.Place[i] - centre[i]));
            return (place, function(place));
        }

        var reflected = At(-1);
        if (reflected.Value < corners[0].Value)
        {
            var expanded = At(-2);
            corners[^1] = expanded.Value < reflected.Value ? expanded : reflected;
            return;
        }

        if (reflected.Value < corners[^2].Value)
        {
            corners[^1] = reflected;
            return;
        }

        var contracted = At(reflected.Value < worst.Value ? -0.5 : 0.5);
        if (contracted.Value < Math.Min(reflected.Value, worst.Value))
        {
            corners[^1] = contracted;
            return;
        }

        Shrink(function, corners);
    }

    private static void Shrink(Func<double[], double> function, List<(double[] Place, double Value)> corners)
    {
        var best = corners[0].Place;
        for (var c = 1; c < corners.Count; c++)
        {
            var place = new double[best.Length];
            for (var i = 0; i < place.Length; i++) place[i] = (best[i] + corners[c].Place[i]) / 2;
            corners[c] = (place, function(place));
        }
    }
}
