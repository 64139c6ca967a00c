using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Alerts;

/// <summary>A drop raises one alert, and what comes after is told in it.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class StrainAlertTests(Store store) : ClinicFixture(store)
{
    private static readonly double[] Steady = [4, 4.25, 4, 4.25, 4];

    [Test]
    public async Task A_drop_opens_one_alert_that_the_submission_names()
    {
        var (episode, made) = await WithADrop();
        var alert = (await Clinic.Alerts(episode)).Single();
        Assert.That((alert.Text("kind"), alert.Text("state"), alert.Whole("session")), Is.EqualTo(("possibleStrain", "open", 6)));
        Assert.That(made["alerts"]!.ToJsonString(), Is.EqualTo($$"""[{"id":"{{alert.Text("id")}}","kind":"possibleStrain","state":"open"}]"""));
        Assert.That(alert.AsObject().Select(m => m.Key), Is.SupersetOf(new[] { "id", "episodeId", "kind", "state", "raisedAt", "session", "statement", "because", "history" }));
        Assert.That(alert["history"]!.AsArray().Select(h => (h.Text("state"), h.Text("by"), h.Text("reason"))), Is.EqualTo(new (string?, string?, string?)[] { ("open", "service", null) }));
        Assert.That(alert.Path("history.0")!.AsObject().Select(m => m.Key), Is.EqualTo(new[] { "state", "at", "by", "reason" }));
    }

    [Test]
    public async Task It_says_by_which_rule_from_what()
    {
        var (episode, _) = await WithADrop();
        var because = (await Clinic.Alerts(episode)).Single()["because"];
        var point = (await Clinic.Trend(episode)).Scale()["points"]![5];
        Assert.That((because.Text("rule"), because.Text("method"), because.Text("scale")), Is.EqualTo(("surprise/1", "alliance-trend/1", "total")));
        foreach (var member in (string[])["score", "expected", "surprise"])
        {
            Assert.That(because.Number($"inputs.{member}"), Is.EqualTo(point.Number(member)), member);
        }

        Assert.That(because.Number("inputs.sd"), Is.EqualTo((point.Number("expectedHigh") - point.Number("expected")) / 1.959963984540054).Within(1e-9));
        Assert.That((because.Number("thresholds.surprise"), because.Number("thresholds.drop")), Is.EqualTo((-1.96, 0.5)));
    }

    [Test]
    public async Task Its_words_are_careful()
    {
        var (episode, _) = await WithADrop();
        var statement = (await Clinic.Alerts(episode)).Single().Text("statement");
        Assert.That(statement, Does.Match(@"^Session 6 was lower than expected \(2\.3; expected about 4\.\d, usual range \d\.\d-\d\.\d\)\. Such a drop can mean a strain"));
        Assert.That(statement, Does.Contain("Worth asking about."));
        Assert.That(statement, Does.Not.Contain("rupture").IgnoreCase.And.Not.Contain("significant").IgnoreCase);
    }

    [Test]
    public async Task A_second_low_form_opens_no_second_one_and_restates_the_first()
    {
        var (episode, _) = await WithADrop();
        var first = (await Clinic.Alerts(episode)).Single();
        await Clinic.Enter(episode, Forms.Of(7, 2.25));
        var alert = (await Clinic.Alerts(episode)).Single(a => a.Text("kind") == "possibleStrain");
        Assert.That((alert.Text("id"), alert.Text("state"), alert.Whole("session")), Is.EqualTo((first.Text("id"), "open", 6)));
        Assert.That(alert.Text("statement"), Does.Contain("Possible strain: scores are not back in the earlier range."));
        await Clinic.Enter(episode, Forms.Of(8, 2.25));
        var later = (await Clinic.Alerts(episode)).Single(a => a.Text("kind") == "possibleStrain");
        Assert.That((later.Text("statement"), later["history"]!.AsArray().Count), Is.EqualTo((alert.Text("statement"), alert["history"]!.AsArray().Count)), "a further form that changes nothing says nothing new");
        Assert.That(alert["history"]!.AsArray().Select(h => h.Text("reason")), Is.EqualTo(new[] { null, "Further forms came in." }));
    }

    [Test]
    public async Task A_return_and_its_confirmation_are_told_and_leave_the_state_to_the_clinician()
    {
        var (episode, _) = await WithADrop();
        await Clinic.Enter(episode, Forms.Of(7, 4.25));
        var returned = (await Clinic.Alerts(episode)).Single(a => a.Text("kind") == "possibleStrain");
        Assert.That((returned.Text("state"), returned.Text("history.1.reason")), Is.EqualTo(("open", "Scores returned to the earlier range at session 7.")));
        await Clinic.Enter(episode, Forms.Of(8, 4.25));
        var confirmed = (await Clinic.Alerts(episode)).Single(a => a.Text("kind") == "possibleStrain");
        Assert.That(confirmed.Text("history.2.reason"), Does.EndWith("and were not low again on the next form."));
        Assert.That(confirmed.Text("statement"), Does.Not.Contain("repaired").And.Not.Contain("Worth asking"));
    }

    [Test]
    public async Task No_return_within_five_forms_is_told()
    {
        var (episode, _) = await WithADrop();
        for (var n = 7; n <= 11; n++)
        {
            await Clinic.Enter(episode, Forms.Of(n, 2.25));
        }

        var alert = (await Clinic.Alerts(episode)).Single(a => a.Text("kind") == "possibleStrain");
        Assert.That(alert["history"]!.AsArray().Last().Text("reason"), Is.EqualTo("Scores were not back in the earlier range within five forms."));
        Assert.That(alert.Text("statement"), Does.Contain("by session 11, scores were not back in the earlier range"));
    }

    private async Task<(string Episode, JsonObject Last)> WithADrop()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, Steady);
        return (episode, await Clinic.Enter(episode, Forms.Of(6, 28 / 12.0)));
    }
}
