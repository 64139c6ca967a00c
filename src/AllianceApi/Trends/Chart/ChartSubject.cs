using Alliance.Measurement.Trends;

namespace AllianceApi.Trends.Chart;

/// <summary>What is drawn: a series, seen through the chart's words and what the reader may see.</summary>
internal sealed class ChartSubject
{
    /// <summary>Makes a subject.</summary>
    /// <param name="series">The series.</param>
    /// <param name="scoresVisible">Whether the reader may see single scores, not only the trend.</param>
    /// <param name="text">The words.</param>
    public ChartSubject(SeriesTrendDetail series, bool scoresVisible, ChartText text)
    {
        (Series, ScoresVisible, Text) = (series, scoresVisible, text);
        Primary = series.Scales[series.Model.PrimaryIndex];
    }

    /// <summary>The series.</summary>
    public SeriesTrendDetail Series { get; }

    /// <summary>Whether the reader may see single scores.</summary>
    public bool ScoresVisible { get; }

    /// <summary>The words.</summary>
    public ChartText Text { get; }

    /// <summary>The scale in the main chart.</summary>
    public ScaleTrendDetail Primary { get; }

    /// <summary>Its model.</summary>
    public ScaleModel Model => Primary.Trend.Model;

    /// <summary>Whether there are forms enough to claim a trend; below, nothing but the scores is drawn.</summary>
    public bool TrendShown => IsTrend(Primary);

    /// <summary>The last session with a form; 0 without.</summary>
    public int LastSession => Series.LastSession ?? 0;

    /// <summary>The other scales, in the order of the instrument.</summary>
    public IEnumerable<ScaleTrendDetail> Others => Series.Scales.Where(s => !ReferenceEquals(s, Primary));

    /// <summary>Sessions whose form has too few answers for the main scale.</summary>
    public IEnumerable<int> UnscoredSessions
    {
        get
        {
            if (Primary.Trend.Forms == Series.Forms)
                return [];
            var known = Series.MissingSessions.Concat(Primary.Points.Select(p => p.Session)).ToHashSet();
            return Enumerable.Range(1, LastSession).Where(s => !known.Contains(s));
        }
    }

    /// <summary>Whether a scale has forms enough to claim a trend.</summary>
    public static bool IsTrend(ScaleTrendDetail scale) => scale.Trend.Forms >= Statements.MinimumForms;

    /// <summary>The level at the last form, as it is shown: within the range of the scale.</summary>
    public static Estimate ShownLevel(ScaleTrendDetail scale) =>
        scale.Trend.Level!.Value.Clipped(scale.Trend.Model.Minimum * scale.Trend.Model.Factor, scale.Trend.Model.Maximum * scale.Trend.Model.Factor);
}
