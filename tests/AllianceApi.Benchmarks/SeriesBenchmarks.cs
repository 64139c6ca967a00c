using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;
using Alliance.Measurement.Trends;
using BenchmarkDotNet.Attributes;

namespace AllianceApi.Benchmarks;

/// <summary>
/// One series of a form with bond, goal, task and total: what each write computes (headline) and what a trend that is read
/// computes (detail). The goal is 60 microseconds for the four scales of 40 sessions.
/// </summary>
[MemoryDiagnoser]
public class SeriesBenchmarks
{
    internal static readonly Instrument Form = new(
        "wai-sr",
        "2006",
        "WAI-SR",
        [Rater.Client],
        new ItemFormat(12, 1, 5, 1, []),
        [new Scale("bond", [3, 5, 7, 9]), new Scale("goal", [4, 6, 8, 11]), new Scale("task", [1, 2, 10, 12]), new Scale(Scale.TotalName, Enumerable.Range(1, 12))],
        0.75,
        Metric.Mean);

    private static readonly SeriesModel Model = SeriesModel.For(Form);

    private SeriesForm[] _forms = [];

    /// <summary>Sessions of the series; one in twelve has no form.</summary>
    [Params(12, 40, 200)]
    public int Sessions { get; set; }

    [GlobalSetup]
    public void Make()
    {
        var random = new Random(20260105);
        var (level, start) = (3.8, new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.FromHours(1)));
        _forms =
        [
            .. from session in Enumerable.Range(1, Sessions)
               where session % 12 != 5
               select new SeriesForm(session, start.AddDays(7 * session), Means(level += 0.02, session % 17 == 0 ? 1.2 : 0), ResponseFlags.None),
        ];

        // Four items to a part, so scores tie as those of people do.
        System.Collections.Immutable.ImmutableArray<double?> Means(double around, double drop)
        {
            double Part() => Math.Round(Math.Clamp(around - drop + (random.NextDouble() - 0.5), 1, 5) * 4) / 4;
            var (bond, goal, task) = (Part(), Part(), Part());
            return [bond, goal, task, (bond + goal + task) / 3];
        }
    }

    [Benchmark(Baseline = true)]
    public SeriesTrend Headline() => SeriesTrend.Of(Model, _forms);

    [Benchmark]
    public SeriesTrendDetail Detail() => SeriesTrendDetail.Of(Model, _forms);

    [Benchmark]
    public int DetailWithSentences() => SeriesTrendDetail.Of(Model, _forms).Statements.Length;
}
