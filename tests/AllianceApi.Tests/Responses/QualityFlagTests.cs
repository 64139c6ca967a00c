using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

/// <summary>What is flagged about the way a form was answered.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class QualityFlagTests(Store store) : ClinicFixture(store)
{
    [TestCase("srs", 4, 10, "straightLine perfect")]
    [TestCase("srs", 4, 0, "straightLine floor")]
    [TestCase("srs", 4, 5.5, "straightLine")]
    [TestCase("wai-b3", 3, 5, "", Description = "three items are too few for a pattern")]
    [TestCase("sai", 6, 4, "straightLine", Description = "five is the top of this form")]
    [TestCase("wai-sr", 12, 1, "straightLine floor")]
    public async Task The_same_answer_throughout(string instrument, int items, double answer, string flags)
    {
        var made = await Clinic.Enter(await NewEpisode(instrument: instrument), Clinic.Form(1, Enumerable.Repeat((double?)answer, items), instrument: instrument));
        Assert.That(string.Join(' ', made.Texts("quality.flags")), Is.EqualTo(flags));
    }

    [Test]
    public async Task Perfect_and_floor_are_judged_after_reversing_and_a_straight_line_before()
    {
        var definition = await Clinic.Integration.Read("/v1/instruments/wai-36");
        var items = definition["items"]!.AsArray();
        var best = items.Select(i => (bool)i!["reversed"]! ? i.Number("min") : i.Number("max"));
        var worst = items.Select(i => (bool)i!["reversed"]! ? i.Number("max") : i.Number("min"));
        var episode = await NewEpisode(instrument: "wai-36");
        Assert.That((await Clinic.Enter(episode, Clinic.Form(1, best, instrument: "wai-36"))).Texts("quality.flags"), Is.EqualTo(new[] { "perfect" }));
        Assert.That((await Clinic.Enter(episode, Clinic.Form(2, worst, instrument: "wai-36"))).Texts("quality.flags"), Is.EqualTo(new[] { "floor" }));
        Assert.That((await Clinic.Enter(episode, Clinic.Form(3, Enumerable.Repeat((double?)7, 36), instrument: "wai-36"))).Texts("quality.flags"), Is.EqualTo(new[] { "straightLine" }));
    }

    [Test]
    public async Task Ten_answers_are_enough_for_a_pattern_and_nine_are_not()
    {
        var episode = await NewEpisode();
        var ten = await Clinic.Enter(episode, Clinic.Form(1, [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, null, null]));
        var nine = await Clinic.Enter(episode, Clinic.Form(2, [5, 5, 5, 5, 5, 5, 5, null, 5, 5, null, null]));
        Assert.That(ten.Texts("quality.flags"), Is.EqualTo(new[] { "straightLine", "perfect", "incomplete" }));
        Assert.That(nine.Texts("quality.flags"), Is.EqualTo(new[] { "incomplete" }));
    }

    [TestCase(24, false)]
    [TestCase(23.99, true)]
    [TestCase(0, true)]
    [TestCase(95, false)]
    public async Task Two_seconds_an_item_are_not_too_fast(double seconds, bool tooFast)
    {
        var made = await Clinic.Enter(await NewEpisode(), Forms.Of(1, 3.75).With("durationSeconds", seconds));
        Assert.That(made.Texts("quality.flags").Contains("tooFast"), Is.EqualTo(tooFast));
        Assert.That(made.Number("quality.secondsPerItem"), Is.EqualTo(seconds / 12), "unrounded");
    }

    [Test]
    public async Task Without_a_duration_nothing_is_said_of_speed()
    {
        var made = await Clinic.Enter(await NewEpisode(), Forms.Of(1, 3.75));
        Assert.That((made["quality"]!["secondsPerItem"], made["durationSeconds"], made.Texts("quality.flags").Count), Is.EqualTo(((object?)null, (object?)null, 0)));
    }
}
