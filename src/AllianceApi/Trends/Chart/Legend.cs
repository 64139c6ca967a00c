namespace AllianceApi.Trends.Chart;

/// <summary>The legend in words: an entry for each thing that is drawn, and for nothing else.</summary>
internal sealed class Legend
{
    private const double SymbolWidth = 34;
    private const double EntryGap = 18;
    private const double Middle = -7;

    private readonly List<(double X, int Row, Action<IPen, double, double> Symbol, string Text)> _entries = [];
    private double _end = ChartLayout.Margin;

    /// <summary>Lays the entries out in rows.</summary>
    public Legend(ChartSubject subject, bool crowded)
    {
        var text = subject.Text;
        if (subject.ScoresVisible && !subject.Primary.Points.IsEmpty)
            Add(ScoreSymbol, text.Score);
        if (subject.TrendShown)
            Add(LevelSymbol, text.LevelBand);
        if (BaselineLine.IsShown(subject))
            Add(BaselineSymbol, text.Baseline);
        AddMarks(subject, crowded);
        if (!subject.Series.MissingSessions.IsEmpty)
            Add((pen, x, y) => pen.Rectangle("missing", new Box(x + 9, y - 5, x + 19, y + 5), 5), text.Missing);
        if (subject.UnscoredSessions.Any())
            Add((pen, x, y) => pen.Path("unscored", PathData.Cross(x + 14, y, 4)), text.Unscored);
    }

    /// <summary>How many rows there are.</summary>
    public int Rows => _entries.Count == 0 ? 0 : _entries[^1].Row + 1;

    /// <summary>Draws the rows.</summary>
    public void Draw(IPen pen, ChartLayout layout)
    {
        foreach (var (x, row, symbol, text) in _entries)
        {
            var y = layout.LegendTop + ((row + 1) * ChartLayout.Row) - 8;
            symbol(pen, x, y + Middle);
            pen.Text("legend", x + SymbolWidth, y, text);
        }
    }

    private void Add(Action<IPen, double, double> symbol, string text)
    {
        var width = SymbolWidth + TextSize.Width(text);
        var row = _entries.Count == 0 ? 0 : _entries[^1].Row;
        if (_end + width > ChartLayout.Width - ChartLayout.Margin && _entries.Count > 0)
            (row, _end) = (row + 1, ChartLayout.Margin);
        _entries.Add((_end, row, symbol, text));
        _end += width + EntryGap;
    }

    private void AddMarks(ChartSubject subject, bool crowded)
    {
        if (!subject.TrendShown)
            return;
        // A filled and an open triangle have the same words, as have the rings: one entry each, that of the latest.
        var kinds = StrainMarkers.Of(subject).Reverse().Select(m => m.Kind)
            .DistinctBy(k => StrainMarkers.Words(k, subject.Text)).Order().ToList();
        foreach (var kind in kinds.Where(k => k != StrainMark.NotBack))
            Add((pen, x, y) => StrainMarkers.Shape(pen, kind, x + 14, y, 9), StrainMarkers.Words(kind, subject.Text));
        if (subject.ScoresVisible && !crowded && subject.Primary.Points.Any(ScorePoints.IsBelow))
            Add((pen, x, y) => pen.Circle("score below", x + 14, y, 6), subject.Text.NotBack);
        else if (kinds.Contains(StrainMark.NotBack))
            Add((pen, x, y) => StrainMarkers.Shape(pen, StrainMark.NotBack, x + 14, y, 8), subject.Text.NotBack);
    }

    private static void ScoreSymbol(IPen pen, double x, double y)
    {
        var whisker = new PathData();
        ScorePoints.Whisker(whisker, x + 14, y - 11, y + 11, 4);
        pen.Path("error", whisker);
        pen.Circle("score", x + 14, y, 6);
    }

    private static void LevelSymbol(IPen pen, double x, double y)
    {
        pen.Rectangle("band", new Box(x, y - 9, x + 28, y + 9));
        pen.Path("edge", new PathData().Move(x, y - 9).To(x + 28, y - 9).Move(x, y + 9).To(x + 28, y + 9));
        pen.Line("level", x + 1, y, x + 27, y);
    }

    private static void BaselineSymbol(IPen pen, double x, double y) => pen.Line("early", x, y, x + 28, y);
}
