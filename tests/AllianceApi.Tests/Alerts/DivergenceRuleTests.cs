using System.Collections.Immutable;
using Alliance.Measurement.Congruence;
using Alliance.Measurement.Trends;
using AllianceApi.Alerts;
using AllianceApi.Instruments;

namespace AllianceApi.Tests.Alerts;

/// <summary>raterDivergence/1 as a pure rule. A pair is written as therapist minus client, from session 1 on.</summary>
internal sealed class DivergenceRuleTests
{
    private static readonly ScaleModel Total = Model("wai-sr");

    [Test]
    public void Three_pairs_that_differ_by_a_unit_in_one_direction_raise_it()
    {
        var raised = (AlertStep.Raise)Decide([0, -1, -1.5, -1])!;
        Assert.That((raised.Content.Kind, raised.Content.Session, raised.Content.Because.Rule), Is.EqualTo(("raterDivergence", 4, "raterDivergence/1")));
        Assert.That(raised.Content.Statement, Is.EqualTo(
            "In the last 3 sessions that both rated (from session 2 to session 4), the therapist's scores were below the client's each time, on average by 1.2 on a scale of 1 to 5. " +
            "The two see the alliance differently, and neither view is an error. Worth talking about."));
        var because = raised.Content.Because;
        Assert.That(because.Inputs, Is.EquivalentTo(new Dictionary<string, double> { ["pairs"] = 3, ["meanDiscrepancy"] = -3.5 / 3, ["smallestDiscrepancy"] = 1 }));
        Assert.That(because.Thresholds, Is.EquivalentTo(new Dictionary<string, double> { ["pairs"] = 3, ["discrepancy"] = 1 }));
        Assert.That(((AlertStep.Raise)Decide([1, 1, 2])!).Content.Statement, Does.Contain("were above the client's each time"));
    }

    [TestCase(new[] { -1.0, -1 })]
    [TestCase(new[] { -1.0, -1, -0.99 })]
    [TestCase(new[] { -2.0, -0.9, -2, -2 })]
    [TestCase(new[] { -1.0, -1, -1, 0 })]
    [TestCase(new[] { 1.0, -1, 1 })]
    [TestCase(new[] { -1.5, 1.5, 1.5 })]
    [TestCase(new double[0])]
    public void Less_raises_nothing(double[] differences) => Assert.That(Decide(differences), Is.Null);

    [Test]
    public void The_unit_follows_the_range_and_the_metric()
    {
        // WAI-36 answers run from 1 to 7: c is 1.5. SRS reports a sum of four lines from 0 to 10: c is 10.
        Assert.That(DivergenceRule.Decide(Model("wai-36"), Pairs([-1.4, -1.4, -1.4]), []), Is.Null);
        Assert.That(DivergenceRule.Decide(Model("wai-36"), Pairs([-1.5, -1.5, -1.5]), []), Is.Not.Null);
        Assert.That(DivergenceRule.Decide(Model("srs"), Pairs([-9.9, -10, -10]), []), Is.Null);
        Assert.That(((AlertStep.Raise)DivergenceRule.Decide(Model("srs"), Pairs([-10, -10, -10]), [])!).Content.Statement, Does.Contain("on a scale of 0 to 40"));
    }

    [Test]
    public void An_open_alert_follows_the_run_without_being_unseen_again()
    {
        var raised = (AlertStep.Raise)Decide([-1, -1, -1])!;
        var known = Known("seen", 3, raised.Content.Statement);
        Assert.That(Decide([-1, -1, -1], known), Is.Null);
        var restated = (AlertStep.Restate)Decide([-1, -1, -1, -2], known)!;
        Assert.That((restated.Reopen, restated.Content.Session, restated.Alert), Is.EqualTo((false, 4, known)));
        Assert.That(Decide([-1, -1, -1, 0], known), Is.Null, "what was said stays said");
        var other = (AlertStep.Restate)Decide([-1, -1, -1, 0, 1, 1, 1], known)!;
        Assert.That((other.Reopen, other.Content.Session), Is.EqualTo((true, 7)));
    }

    [Test]
    public void A_closed_alert_is_not_raised_again_for_the_same_run()
    {
        foreach (var state in (string[])["resolved", "dismissed"])
        {
            Assert.That(Decide([-1, -1, -1, -1, -1, -1], Known(state, 3, "told")), Is.Null);
            Assert.That(Decide([-1, -1, -1, 0, -1, -1, -1], Known(state, 3, "told")), Is.InstanceOf<AlertStep.Raise>());
            Assert.That(Decide([-1, -1, -1, 1, 1, 1], Known(state, 3, "told")), Is.InstanceOf<AlertStep.Raise>());
        }
    }

    [Test]
    public void Data_that_take_the_ground_away_are_told_once()
    {
        var revised = (AlertStep.Revise)Decide([-1, -1, 0], Known("open", 3, "told"))!;
        Assert.That((revised.Reason, revised.Statement), Is.EqualTo(("revised", "Later data changed the picture: the sessions that raised this alert no longer differ in one direction.")));
        Assert.That(Decide([-1, -1, 0], Known("open", 3, revised.Statement)), Is.Null);
        Assert.That(Decide([], Known("open", 3, "told")), Is.InstanceOf<AlertStep.Revise>());
        Assert.That(Decide([], Known("dismissed", 3, "told")), Is.Null);
    }

    [Test]
    public void Alerts_of_other_kinds_play_no_part() => Assert.That(Decide([-1, -1, -1], Known("open", 3, "told") with { Kind = "falling" }), Is.InstanceOf<AlertStep.Raise>());

    private static AlertStep? Decide(double[] differences, params KnownAlert[] known) => DivergenceRule.Decide(Total, Pairs(differences), known);

    private static ImmutableArray<RatingPair> Pairs(double[] differences) => [.. differences.Select((d, i) => new RatingPair(i + 1, 3, 3 + d))];

    private static KnownAlert Known(string state, int session, string statement) => new("a", AlertRules.RaterDivergence, state, session, statement);

    private static ScaleModel Model(string instrument)
    {
        var form = InstrumentLibrary.Shipped.Find(instrument)!.Instrument;
        return ScaleModel.For(form, form.Primary);
    }
}
