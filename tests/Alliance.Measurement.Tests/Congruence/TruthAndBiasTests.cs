using System.Collections.Immutable;
using System.Text.Json;
using Alliance.Measurement.Congruence;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Congruence;

/// <summary>The caseload's model of two raters against lme4, and against least squares where the dyads are alike.</summary>
public class TruthAndBiasTests
{
    [TestCase("truthAndBias", false)]
    [TestCase("truthAndBiasWithLevel", true)]
    public void Equals_the_reference(string name, bool withLevel)
    {
        var expected = Open("congruence").GetProperty("expected").GetProperty(name);
        var dyads = DyadCongruenceTests.Caseload();
        var found = TruthAndBias.Of([.. dyads.Values.Select(d => d.ToImmutableArray())], withLevel);
        Assert.That((found.Dyads, found.Pairs), Is.EqualTo((expected.GetProperty("nGroups").GetProperty("client").GetInt32(), expected.GetProperty("nObs").GetInt32())));
        Close(found.LogLikelihood, expected.Number("logLik"), 1e-4, "log-likelihood");
        var fixedEffects = new[] { found.Bias, found.TruthForce, found.LevelOfClient };
        foreach (var (effect, term) in fixedEffects.Zip(expected.GetProperty("fixed").EnumerateArray()))
        {
            Close(effect?.Estimate, term.Number("estimate"), 1e-5, "estimate");
            Close(effect?.StandardError, term.Number("se"), 1e-5, "standard error");
        }

        Assert.That(found.LevelOfClient.HasValue, Is.EqualTo(withLevel));
        double? Variance(int place) => expected.GetProperty("variance")[place].Number("value");
        Close(found.BiasVariance, Variance(0), 0, "bias", 5e-3);
        Close(found.TruthForceVariance, Variance(1), 0, "truth force", 5e-3);
        Close(found.Covariance, Variance(2), 0, "covariance", 5e-3);
        Close(found.ResidualVariance, expected.Number("residualVariance"), 1e-5, "residual");
        if (!withLevel) HasEffects(found, dyads.Keys, expected.GetProperty("blup").GetProperty("client"));
    }

    private static void HasEffects(TruthAndBias found, IEnumerable<string> ids, JsonElement expected)
    {
        var byId = expected.EnumerateArray().ToDictionary(e => e.GetProperty("id").GetString()!, e => Numbers(e.GetProperty("b")));
        Assert.That(found.Effects, Has.Length.EqualTo(byId.Count));
        foreach (var (id, effect) in ids.Zip(found.Effects))
            Assert.That(new[] { effect.Bias, effect.TruthForce }, Is.EqualTo(byId[id]).Within(5e-4), id);
    }

    [Test]
    public void Of_dyads_alike_it_is_least_squares()
    {
        // The same deviations and errors in every dyad: nothing varies between them, and the errors add up to 0 with each column.
        double[] client = [3, 4, 5, 4], error = [0.1, -0.1, 0.1, -0.1];
        var dyad = client.Select((c, i) => new RatingPair(i + 1, c, 3.5 + (0.5 * (c - 4)) + error[i])).ToImmutableArray();
        var found = TruthAndBias.Of([.. Enumerable.Repeat(dyad, 5)]);
        Assert.That(found.Bias!.Value.Estimate, Is.EqualTo(-0.5).Within(1e-7));
        Assert.That(found.TruthForce!.Value.Estimate, Is.EqualTo(0.5).Within(1e-7));
        Assert.That(new[] { found.BiasVariance!.Value, found.TruthForceVariance!.Value, found.Covariance!.Value }, Is.All.EqualTo(0).Within(1e-6));
        Assert.That(found.ResidualVariance, Is.EqualTo(0.2 / 18).Within(1e-6), "twenty squares of 0.1 over 20 - 2 degrees");
        Assert.That(found.Bias.Value.StandardError, Is.EqualTo(Math.Sqrt(0.2 / 18 / 20)).Within(1e-5));
        Assert.That(found.Effects.Select(e => e.Bias).Concat(found.Effects.Select(e => e.TruthForce)), Is.All.EqualTo(0).Within(1e-5));
    }

    [Test]
    public void Is_undefined_where_the_model_is_not_determined()
    {
        ImmutableArray<RatingPair> dyad = [new(1, 3, 3.5), new(2, 4, 4)], flat = [new(1, 3, 3), new(2, 3, 3)];
        foreach (ImmutableArray<RatingPair>[] dyads in new ImmutableArray<RatingPair>[][] { [], [dyad, dyad], [dyad, dyad, []], [dyad, dyad, default], [flat, flat, flat] })
        {
            var found = TruthAndBias.Of(dyads);
            Assert.That(found.Dyads, Is.EqualTo(dyads.Count(d => !d.IsDefaultOrEmpty)));
            Assert.That(new object?[] { found.Bias, found.TruthForce, found.LevelOfClient, found.BiasVariance, found.TruthForceVariance, found.Covariance, found.ResidualVariance, found.LogLikelihood }, Is.All.Null);
            Assert.That(found.Effects, Is.Empty);
        }
    }

    [Test]
    public void Refuses_what_are_no_scores()
    {
        Assert.That(() => TruthAndBias.Of(null!), Throws.ArgumentNullException);
        Assert.That(() => TruthAndBias.Of([[new RatingPair(1, double.NaN, 3)]]), Throws.InstanceOf<ArgumentException>().With.Message.Contains("dyads[0]"));
    }
}
