using Alliance.Measurement.Ruptures;
using Alliance.Measurement.Trends;

namespace AllianceApi.Trends.Chart;

/// <summary>The scores with their error; drawn only for those who may see single scores.</summary>
internal static class ScorePoints
{
    /// <summary>Draws points and whiskers.</summary>
    public static void Draw(IPen pen, ChartSubject subject, ChartLayout layout)
    {
        if (!subject.ScoresVisible)
            return;
        var whiskers = new PathData();
        var cap = layout.Dense ? 0 : layout.PointRadius * 0.7;
        foreach (var point in subject.Primary.Points)
            Whisker(whiskers, layout.X.At(point.Session), layout.Y.At(point.Score.High), layout.Y.At(point.Score.Low), cap);
        pen.Path(layout.Crowded ? "error fine" : "error", whiskers);
        if (layout.Crowded)
            Cloud(pen, subject, layout);
        else
            Points(pen, subject, layout);
    }

    /// <summary>Whether the form belongs to an episode and its score has not returned.</summary>
    public static bool IsBelow(TrendPoint point) => point.Marker is Marker.InRupture or Marker.Relapse or Marker.Unrepaired;

    /// <summary>One whisker; without caps where they would touch.</summary>
    public static void Whisker(PathData whiskers, double x, double top, double bottom, double cap)
    {
        whiskers.Move(x, top).To(x, bottom);
        if (cap > 0)
            whiskers.Move(x - cap, top).To(x + cap, top).Move(x - cap, bottom).To(x + cap, bottom);
    }

    private static void Points(IPen pen, ChartSubject subject, ChartLayout layout)
    {
        foreach (var point in subject.Primary.Points.Where(p => p.Marker != Marker.Onset))
        {
            var style = IsBelow(point) ? "score below" : "score";
            pen.Circle(layout.Dense ? style + " fine" : style, layout.X.At(point.Session), layout.Y.At(point.Score.Value), layout.PointRadius);
        }
    }

    // Hundreds of points as one path of dots: a tenth of the bytes, and too small for more than a dot each.
    private static void Cloud(IPen pen, ChartSubject subject, ChartLayout layout)
    {
        var dots = new PathData();
        foreach (var point in subject.Primary.Points)
            dots.Dot(layout.X.At(point.Session), layout.Y.At(point.Score.Value));
        pen.Path("score cloud", dots);
    }
}
