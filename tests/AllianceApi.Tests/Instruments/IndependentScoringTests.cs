using Alliance.Measurement.Scoring;
using AllianceApi.Instruments;

namespace AllianceApi.Tests.Instruments;

/// <summary>
/// Scores of random forms against a second calculation that reads its keys from the dossier and the rules of the contract, and
/// shares no code with the service.
/// </summary>
internal sealed class IndependentScoringTests
{
    private static IEnumerable<string> Ids() => ReferenceForms.Served.Keys;

    [TestCaseSource(nameof(Ids))]
    public void Two_calculations_agree(string id)
    {
        var random = new Random(20260302);
        var instrument = InstrumentLibrary.Shipped.Find(id)!.Instrument;
        var key = Key.Of(id);
        var scored = 0;
        for (var round = 0; round < 400; round++)
        {
            var answers = key.RandomAnswers(random, missing: round % 4 * 0.1);
            var actual = ResponseScore.Of(instrument, Answers.Of(instrument.Items, answers), null);
            var expected = key.Score(answers);
            Assert.That(actual.Scales.Select(s => s.Scale.Name), Is.EqualTo(expected.Keys));
            foreach (var scale in actual.Scales)
            {
                var (mean, sum, answered, items) = expected[scale.Scale.Name];
                Assert.That(scale.Mean.HasValue, Is.EqualTo(mean.HasValue), $"round {round}, {scale.Scale.Name}");
                Assert.That(scale.Mean ?? 0, Is.EqualTo(mean ?? 0).Within(1e-12), $"round {round}, {scale.Scale.Name}");
                Assert.That(scale.Sum ?? 0, Is.EqualTo(mean is null ? 0 : answered == items ? sum : mean.Value * items).Within(1e-10));
                Assert.That((scale.Answered, scale.Items), Is.EqualTo((answered, items)));
                scored += scale.IsScored ? 1 : 0;
            }
        }

        Assert.That(scored, Is.GreaterThan(100), "the comparison must not be empty");
    }

    private sealed record Key(double Min, double Max, double Step, int Items, int[] Reversed, Dictionary<string, int[]> Scales, double Share)
    {
        private static readonly string[] Lines = ["srs", "csrs", "gsrs", "cgsrs"];

        public static Key Of(string id)
        {
            var form = ReferenceForms.Form(ReferenceForms.Served[id][0]);
            var count = form.GetProperty("items").GetInt32();
            int[] Scale(string name) => ReferenceForms.Numbers(form.GetProperty("subscales").GetProperty(name));
            var scales = id switch
            {
                "srs" => new Dictionary<string, int[]> { ["bond"] = [1], ["goal"] = [2], ["task"] = [3], ["overall"] = [4] },
                "wai-srt-10" => new Dictionary<string, int[]> { ["bond"] = Scale("bond"), ["goalTask"] = Scale("goal_task") },
                "wai-sr" or "wai-36" or "wai-s" => new[] { "bond", "goal", "task" }.ToDictionary(s => s, Scale),
                _ => [],
            };
            scales["total"] = [.. Enumerable.Range(1, count)];
            return new Key(
                form.GetProperty("min").GetDouble(), form.GetProperty("max").GetDouble(), form.GetProperty("step").GetDouble(), count,
                ReferenceForms.Numbers(form.GetProperty("reversed")), scales, Lines.Contains(id) ? 1 : 0.75);
        }

        public Dictionary<int, double> RandomAnswers(Random random, double missing)
        {
            var steps = (int)Math.Round((Max - Min) / Step);
            return Enumerable.Range(1, Items).Where(_ => random.NextDouble() >= missing)
                .ToDictionary(i => i, _ => Math.Round(Min + (random.Next(steps + 1) * Step), 1));
        }

        public Dictionary<string, (double? Mean, double Sum, int Answered, int Items)> Score(Dictionary<int, double> answers)
        {
            var result = new Dictionary<string, (double? Mean, double Sum, int Answered, int Items)>();
            foreach (var (name, items) in Scales)
            {
                var keyed = items.Where(answers.ContainsKey).Select(i => Reversed.Contains(i) ? Min + Max - answers[i] : answers[i]).ToList();
                double? mean = keyed.Count >= (int)Math.Ceiling(Share * items.Length) && keyed.Count > 0 ? keyed.Average() : null;
                if (name == "total" && result.Values.Any(r => r.Mean is null))
                {
                    mean = null;
                }
                else if (name == "total" && mean is not null && string.Join(',', result.Keys) == "bond,goal,task")
                {
                    mean = result.Values.Average(r => r.Mean!.Value);
                }

                result[name] = (mean, keyed.Sum(), keyed.Count, items.Length);
            }

            return result;
        }
    }
}
