namespace AllianceApi.Benchmarks;

/// <summary>
/// The course of a simulated client: a level with growth of its own, fluctuation that lasts a little (AR(1) .45), the mood of the
/// day, and twelve items rounded to whole numbers from 1 to 5. With an onset, the level is lower by the depth for two sessions.
/// </summary>
internal sealed record SimulatedCourse
{
    private const double Persistence = 0.45;

    public int Sessions { get; init; } = 12;

    public double WithinSd { get; init; } = 0.22;

    public double SlopeSd { get; init; } = 0.026;

    public double Depth { get; init; }

    public int? Onset { get; init; }

    /// <summary>Total scores of so many clients.</summary>
    public double[][] Simulate(Random chance, int clients) => [.. Enumerable.Range(0, clients).Select(_ => One(chance))];

    private double[] One(Random chance)
    {
        double Normal(double sd) => sd * Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble());
        var (start, slope) = (3.85 + Normal(0.55), 0.02 + Normal(SlopeSd));
        double[] part = [Normal(0.2), Normal(0.2), Normal(0.2)], item = [.. Enumerable.Range(0, 12).Select(i => part[i % 3] + Normal(0.15))];
        var (scores, deviation) = (new double[Sessions], Normal(WithinSd));
        for (var k = 0; k < Sessions; k++)
        {
            if (k > 0) deviation = (Persistence * deviation) + Normal(WithinSd * Math.Sqrt(1 - (Persistence * Persistence)));
            var strain = k + 1 == Onset || k == Onset ? Depth : 0;
            var level = start + (slope * k) + deviation - strain + Normal(0.12);
            scores[k] = item.Average(own => Math.Clamp(Math.Round(level + own + Normal(0.5)), 1, 5));
        }

        return scores;
    }
}
