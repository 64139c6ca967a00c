using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Alerts;

/// <summary>Alerts about the level: a fall, and a low level where the deployment has set one.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class LevelAlertTests(Store store) : ClinicFixture(store)
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Alerts:LowLevel:wai-sr"] = "3.2" };

    [Test]
    public async Task A_slow_fall_raises_one_alert_that_is_restated()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 5, 4.75, 4.5, 4.25, 4, 3.75, 3.5);
        var alert = (await Kind(episode, "falling")).Single();
        var change = (await Clinic.Trend(episode)).Scale()["recentChange"];
        Assert.That((alert.Whole("session"), alert.Text("because.rule"), alert.Number("because.inputs.change")), Is.EqualTo((7, "falling/1", change.Number("value"))));
        Assert.That(alert.Number("because.inputs.probabilityRising"), Is.EqualTo(change.Number("probabilityRising")));
        Assert.That((alert.Number("because.thresholds.probabilityRising"), alert.Number("because.thresholds.change")), Is.EqualTo((0.05, -0.25)));
        Assert.That(alert.Text("statement"), Does.Match(@"^Over the last 4 sessions: down \d\.\d \(95% interval \d\.\d to \d\.\d\)\.$"));
        Assert.That(await Kind(episode, "possibleStrain"), Is.Empty, "a slow erosion is no strain");
    }

    [Test]
    public async Task A_fall_that_was_closed_is_not_raised_again_within_its_window()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 5, 4.75, 4.5, 4.25, 4, 3.75);
        var alert = (await Kind(episode, "falling")).Single();
        await Clinic.Clinician.Post($"/v1/alerts/{alert.Text("id")}/state", new { state = "dismissed", reason = "expected" });
        var last = await Clinic.Submit(episode, Forms.Of(7, 3.5));
        Assert.That(await Kind(episode, "falling"), Has.Count.EqualTo(1));
        await Clinic.Integration.Delete(last.Headers["Location"] + "?reason=wrong", ("If-Match", last.Tag!));
        Assert.That(await Kind(episode, "falling"), Has.Count.EqualTo(1), "nor when a later form goes");
    }

    [Test]
    public async Task A_fall_that_is_the_drop_of_a_strain_is_told_as_that_strain_alone()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4.25, 4.5, 4.25, 4.5, 4.25, 2.25);
        Assert.That((await Clinic.Trend(episode)).Scale().Text("recentChange.label"), Is.EqualTo("falling"));
        Assert.That((await Clinic.Alerts(episode)).Select(a => a.Text("kind")), Is.EqualTo(new[] { "possibleStrain" }));
    }

    [Test]
    public async Task A_level_under_the_one_set_raises_an_alert_from_the_third_form_on()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 2.5, 2.5);
        Assert.That(await Kind(episode, "lowLevel"), Is.Empty);
        await Clinic.Enter(episode, Forms.Of(3, 2.5));
        var alert = (await Kind(episode, "lowLevel")).Single();
        var level = (await Clinic.Trend(episode)).Scale()["level"];
        Assert.That((alert.Text("because.rule"), alert.Number("because.inputs.level"), alert.Number("because.thresholds.level")), Is.EqualTo(("low-level/1", level.Number("value"), 3.2)));
        Assert.That(alert.Text("statement"), Does.Match(@"^Average \d\.\d on a scale of 1 to 5 .* The level set by this service for a look is 3\.2\.$"));
        for (var n = 4; n <= 8; n++)
        {
            await Clinic.Enter(episode, Forms.Of(n, 4.5));
        }

        Assert.That((await Kind(episode, "lowLevel")).Single().Text("statement"), Does.StartWith("Later data changed the picture: "));
    }

    [Test]
    public async Task No_level_is_low_where_none_is_set()
    {
        var episode = await NewEpisode(instrument: "alliance-check");
        for (var n = 1; n <= 4; n++)
        {
            await Clinic.Enter(episode, Clinic.Form(n, Enumerable.Repeat((double?)1, 9), instrument: "alliance-check"));
        }

        Assert.That(await Kind(episode, "lowLevel"), Is.Empty);
    }

    private async Task<List<JsonNode>> Kind(string episode, string kind) => [.. (await Clinic.Alerts(episode)).Where(a => a.Text("kind") == kind)];
}
