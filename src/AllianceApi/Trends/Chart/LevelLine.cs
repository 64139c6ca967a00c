using System.Collections.Immutable;
using Alliance.Measurement.Trends;

namespace AllianceApi.Trends.Chart;

/// <summary>
/// The level with its 95 % band, as the whole series tells it now (smoothed). Not as it was knowable at each session: that line
/// lags behind each change, and the reader asks what the course was. At the last form the two are the same, so that the line
/// ends at the current level.
/// </summary>
internal static class LevelLine
{
    /// <summary>Draws line and band; across sessions without a score dotted and paler, as nothing was seen there.</summary>
    public static void Draw(IPen pen, ImmutableArray<TrendPoint> points, ChartScale x, ChartScale y, bool small = false)
    {
        if (points.IsEmpty)
            return;
        var (seen, unseen) = (new PathData(), new PathData());
        var (seenBand, unseenBand) = (new PathData(), new PathData());
        for (var first = 0; first < points.Length;)
        {
            var last = first;
            while (last + 1 < points.Length && points[last + 1].Session == points[last].Session + 1)
                last++;
            Stretch(seen, seenBand, points.AsSpan()[first..(last + 1)], x, y);
            if (last + 1 < points.Length)
                Stretch(unseen, unseenBand, points.AsSpan().Slice(last, 2), x, y);
            first = last + 1;
        }

        pen.Path("band", seenBand);
        pen.Path("band gap", unseenBand);
        if (!small)
        {
            pen.Path("edge", Edge(points, x, y, p => p.Smoothed.High));
            pen.Path("edge", Edge(points, x, y, p => p.Smoothed.Low));
        }

        pen.Path(small ? "level thin gap" : "level gap", unseen);
        pen.Path(small ? "level thin" : "level", seen);
    }

    private static void Stretch(PathData line, PathData band, ReadOnlySpan<TrendPoint> points, ChartScale x, ChartScale y)
    {
        // A form alone between two gaps is still seen.
        line.Dot(x.At(points[0].Session), y.At(points[0].Smoothed.Value));
        foreach (ref readonly var point in points[1..])
            line.To(x.At(point.Session), y.At(point.Smoothed.Value));
        if (points.Length == 1)
            return;
        band.Move(x.At(points[0].Session), y.At(points[0].Smoothed.High));
        foreach (ref readonly var point in points[1..])
            band.To(x.At(point.Session), y.At(point.Smoothed.High));
        for (var i = points.Length - 1; i >= 0; i--)
            band.To(x.At(points[i].Session), y.At(points[i].Smoothed.Low));
        band.Close();
    }

    private static PathData Edge(ImmutableArray<TrendPoint> points, ChartScale x, ChartScale y, Func<TrendPoint, double> value)
    {
        var edge = new PathData().Move(x.At(points[0].Session), y.At(value(points[0])));
        foreach (var point in points.Skip(1))
            edge.To(x.At(point.Session), y.At(value(point)));
        return edge;
    }
}
