using AllianceApi.Alerts;

namespace AllianceApi.Tests.Alerts;

/// <summary>noForms/1 as a pure rule.</summary>
internal sealed class NoFormsRuleTests
{
    private static readonly DateOnly LastDay = new(2024, 3, 4);

    [Test]
    public void More_days_than_set_raise_it()
    {
        Assert.That(Decide(42), Is.Null);
        var raised = (AlertStep.Raise)Decide(43)!;
        Assert.That((raised.Content.Kind, raised.Content.Session), Is.EqualTo(("noForms", 9)));
        Assert.That(raised.Content.Statement, Is.EqualTo("No form has come in since session 9 on 2024-03-04, more than 42 days ago."));
        var because = raised.Content.Because;
        Assert.That((because.Rule, because.Scale, because.Parameters), Is.EqualTo(("noForms/1", (string?)null, (string?)null)));
        Assert.That(because.Inputs, Is.EquivalentTo(new Dictionary<string, double> { ["days"] = 43, ["lastFormAt"] = 1709560800 }));
        Assert.That(because.Thresholds, Is.EquivalentTo(new Dictionary<string, double> { ["days"] = 42 }));
    }

    [Test]
    public void One_gap_is_told_once()
    {
        var told = ((AlertStep.Raise)Decide(43)!).Content.Statement;
        Assert.That(Decide(44, Gap("open", LastDay, told)), Is.Null);
        Assert.That(Decide(400, Gap("seen", LastDay, told)), Is.Null);
        Assert.That(Decide(400, Gap("dismissed", LastDay, told)), Is.Null);
        Assert.That(Decide(43, Gap("resolved", LastDay.AddDays(-60), told)), Is.InstanceOf<AlertStep.Raise>());
    }

    [Test]
    public void A_new_gap_makes_an_open_alert_unseen_again()
    {
        var restated = (AlertStep.Restate)Decide(43, Gap("discussed", LastDay.AddDays(-60), "A form came in on session 9."))!;
        Assert.That((restated.Reopen, restated.Reason), Is.EqualTo((true, "No form has come in since session 9 on 2024-03-04, more than 42 days ago.")));
        // The form that had come in was voided: the old gap again.
        Assert.That(((AlertStep.Restate)Decide(43, Gap("seen", LastDay, "A form came in on session 9."))!).Reopen, Is.False);
    }

    [Test]
    public void A_form_that_comes_in_is_told_and_closes_nothing()
    {
        var step = (AlertStep.Revise)NoFormsRule.Came(Last(), [Gap("seen", LastDay.AddDays(-50), "told")])!;
        Assert.That((step.Statement, step.Reason), Is.EqualTo(("A form came in on session 9.", "A form came in on session 9.")));
        Assert.That(NoFormsRule.Came(Last(), [Gap("seen", LastDay.AddDays(-50), step.Statement)]), Is.Null);
        Assert.That(NoFormsRule.Came(Last(), [Gap("seen", LastDay, "told")]), Is.Null, "no newer than the gap");
        Assert.That(NoFormsRule.Came(Last(), [Gap("resolved", LastDay.AddDays(-50), "told")]), Is.Null);
        Assert.That(NoFormsRule.Came(Last(), []), Is.Null);
    }

    private static LastForm Last() => new(9, (long)(new DateTime(2024, 3, 4, 14, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalMicroseconds);

    private static AlertStep? Decide(int days, params KnownGap[] known) => NoFormsRule.Decide(Last(), LastDay.AddDays(days), 42, known);

    private static KnownGap Gap(string state, DateOnly since, string statement) => new(new KnownAlert("a", "noForms", state, 9, statement), since);
}
