using Alliance.Measurement.Ruptures;
using Alliance.Measurement.Trends;

namespace AllianceApi.Trends.Chart;

/// <summary>
/// Possible strains and what became of them, each told by shape and by words: a triangle that points down, filled until a return
/// has held for a second form; a ring at a return, dashed until then; a square where the window passed without one.
/// </summary>
internal static class StrainMarkers
{
    // More labels than these would hide the course; the shapes and the legend still tell the rest.
    private const int MostLabels = 6;
    private const int MostLabelsInCrowd = 2;
    private const double Reach = 13;

    /// <summary>Draws the shapes, then their labels.</summary>
    public static void Draw(IPen pen, ChartSubject subject, ChartLayout layout, LabelPlacement labels)
    {
        if (!subject.TrendShown)
            return;
        var marks = Of(subject).Select(m => (Mark: m, X: layout.X.At(m.Point.Session), Y: layout.Y.At(Height(subject, m.Point)))).ToList();
        foreach (var (mark, x, y) in marks)
        {
            Shape(pen, mark.Kind, x, y, Size(layout));
            labels.Occupy(new Box(x - Reach, y - Reach, x + Reach, y + Reach));
        }

        // The latest first: where there is no room for all, the early ones go without.
        foreach (var (mark, x, y) in marks.AsEnumerable().Reverse().Take(layout.Crowded ? MostLabelsInCrowd : MostLabels))
            labels.Write(pen, Words(mark.Kind, subject.Text), Places(mark.Kind, x, y));
    }

    /// <summary>The markers of a series by session.</summary>
    public static IEnumerable<(StrainMark Kind, TrendPoint Point)> Of(ChartSubject subject)
    {
        var points = subject.Primary.Points;
        for (var i = 0; i < points.Length; i++)
        {
            var held = i + 1 < points.Length && points[i + 1].Marker == Marker.Confirmed;
            StrainMark? kind = points[i].Marker switch
            {
                Marker.Onset => HasReturned(subject.Primary.Trend, points[i].Session) ? StrainMark.OnsetOver : StrainMark.Onset,
                Marker.Repair => held ? StrainMark.Return : StrainMark.ReturnOnce,
                Marker.Unrepaired => StrainMark.NotBack,
                _ => null,
            };
            if (kind is { } shown)
                yield return (shown, points[i]);
        }
    }

    /// <summary>Draws one shape.</summary>
    public static void Shape(IPen pen, StrainMark kind, double x, double y, double size)
    {
        switch (kind)
        {
            case StrainMark.Onset:
                pen.Path("strain", PathData.Triangle(x, y, size));
                break;
            case StrainMark.OnsetOver:
                pen.Path("strain over", PathData.Triangle(x, y, size));
                break;
            case StrainMark.NotBack:
                pen.Rectangle("halo", new Box(x - size, y - size, x + size, y + size));
                pen.Rectangle("late", new Box(x - size, y - size, x + size, y + size));
                break;
            default:
                pen.Circle("halo", x, y, size);
                pen.Circle(kind == StrainMark.Return ? "return" : "return once", x, y, size);
                break;
        }
    }

    /// <summary>The words at a marker.</summary>
    public static string Words(StrainMark kind, ChartText text) => kind switch
    {
        StrainMark.Onset or StrainMark.OnsetOver => text.Strain,
        StrainMark.NotBack => text.NotBack,
        _ => text.Return,
    };

    // Who may not see scores sees the markers on the level line.
    private static double Height(ChartSubject subject, TrendPoint point) =>
        subject.ScoresVisible ? point.Score.Value : point.Smoothed.Value;

    private static double Size(ChartLayout layout) => Math.Clamp(layout.X.Pitch * 0.4, 8, 11.5);

    private static bool HasReturned(ScaleTrend trend, int onset) =>
        trend.Ruptures.Any(e => e.OnsetSession == onset && e.State == RuptureState.Confirmed);

    private static IEnumerable<(double X, double Y)> Places(StrainMark kind, double x, double y)
    {
        double[] below = [y + 38, y + 56, y + 74];
        double[] above = [y - 22, y - 40, y - 58];
        var rows = kind is StrainMark.Return or StrainMark.ReturnOnce ? above.Concat(below) : below.Concat(above);
        foreach (var row in rows)
        {
            foreach (var side in (double[])[0, 50, -50])
                yield return (x + side, row);
        }
    }
}

/// <summary>What a marker shows.</summary>
internal enum StrainMark
{
    /// <summary>A drop whose scores have not returned for two forms.</summary>
    Onset,

    /// <summary>A drop whose scores have.</summary>
    OnsetOver,

    /// <summary>A return that no later form bears out: it is the last form, or the next one was low again.</summary>
    ReturnOnce,

    /// <summary>A return that the next form bears out.</summary>
    Return,

    /// <summary>The last form of the window without a return.</summary>
    NotBack,
}
