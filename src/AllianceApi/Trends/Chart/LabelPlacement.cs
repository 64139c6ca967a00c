namespace AllianceApi.Trends.Chart;

/// <summary>Finds a place for short texts in the plot, where they cover least of what is drawn and never one another.</summary>
internal sealed class LabelPlacement
{
    private const double Ascent = 16;
    private const double Descent = 6;
    private const double Forbidden = 100;

    private readonly Box _room;
    private readonly List<(Box Box, double Weight)> _occupied = [];

    /// <summary>Starts with what the plot holds anyway.</summary>
    public LabelPlacement(ChartSubject subject, ChartLayout layout)
    {
        _room = new Box(layout.Plot.Left + 2, layout.Plot.Top - 20, layout.Plot.Right + 2, layout.Plot.Bottom - 6);
        var radius = layout.PointRadius + 2;
        foreach (var point in subject.Primary.Points)
        {
            var x = layout.X.At(point.Session);
            if (subject.ScoresVisible)
            {
                var y = layout.Y.At(point.Score.Value);
                _occupied.Add((new Box(x - radius, y - radius, x + radius, y + radius), 3));
                _occupied.Add((new Box(x - 1, layout.Y.At(point.Score.High), x + 1, layout.Y.At(point.Score.Low)), 1));
            }

            if (subject.TrendShown)
            {
                var y = layout.Y.At(point.Smoothed.Value);
                _occupied.Add((new Box(x - (layout.X.Pitch / 2), y - 3, x + (layout.X.Pitch / 2), y + 3), 1.5));
            }
        }
    }

    /// <summary>Keeps a place free of labels.</summary>
    public void Occupy(Box box) => _occupied.Add((box, Forbidden));

    /// <summary>
    /// Writes a text at the best of some places; not at all where each would cover a marker or another label: the legend has the
    /// words.
    /// </summary>
    /// <param name="pen">Where to write.</param>
    /// <param name="text">The text.</param>
    /// <param name="places">Middle and foot of the text, the best first.</param>
    /// <param name="styles">Classes besides those of every label.</param>
    public void Write(IPen pen, string text, IEnumerable<(double X, double Y)> places, string styles = "")
    {
        var half = TextSize.Width(text) / 2;
        (double X, double Y, Box Box)? best = null;
        var least = Forbidden;
        var order = 0.0;
        foreach (var (wanted, y) in places)
        {
            var x = Math.Clamp(wanted, _room.Left + half, Math.Max(_room.Left + half, _room.Right - half));
            var box = new Box(x - half, y - Ascent, x + half, y + Descent);
            var cost = _occupied.Sum(o => o.Box.Overlaps(box) ? o.Weight : 0) + (order += 0.4);
            if (_room.Holds(box) && cost < least)
                (best, least) = ((x, y, box), cost);
        }

        if (best is not { } place)
            return;
        pen.Text("note middle" + styles, place.X, place.Y, text);
        _occupied.Add((place.Box, Forbidden));
    }
}
