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
        var key = IndependentKey.Of(id);
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
}
