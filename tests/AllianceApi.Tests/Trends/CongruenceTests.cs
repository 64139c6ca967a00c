using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Trends;

/// <summary>The two-rater view over HTTP.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class CongruenceTests(Store store)
{
    private Clinic _clinic = null!;

    [OneTimeSetUp]
    public async Task Open() => _clinic = await Clinic.Open(store);

    [OneTimeTearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [TestCase("C001")]
    [TestCase("C002")]
    [TestCase("C004")]
    [TestCase("C005")]
    public async Task Equals_the_reference_dyads(string client)
    {
        var episode = await _clinic.Episode($"dyad-{client}");
        foreach (var (_, form) in CaseloadOfReference.Forms(client, "client").Concat(CaseloadOfReference.Forms(client, "therapist")))
        {
            await Enter(episode, form);
        }

        var expected = CaseloadOfReference.Open("congruence")["expected"]!["dyads"]!.AsArray().Single(d => (string?)d!["client"] == client)!;
        var total = Total(await Read(_clinic.Clinician, episode));
        var pairs = (int)expected["n"]!;
        Assert.That((int)total["pairs"]!, Is.EqualTo(pairs));
        Assert.That(total["points"]!.AsArray(), Has.Count.EqualTo(pairs));
        Assert.That((double)total["meanDiscrepancy"]!, Is.EqualTo((double)expected["meanDiscrepancy"]!).Within(1e-10));
        Assert.That((double)total["meanAbsoluteDiscrepancy"]!, Is.EqualTo((double)expected["meanAbsDiscrepancy"]!).Within(1e-10));
        if (pairs < 6)
        {
            Assert.That(total["temporalCorrelation"], Is.Null);
            return;
        }

        var r = total["temporalCorrelation"]!;
        var (value, half) = ((double)expected["temporalCorrelation"]!, 1.959963984540054 / Math.Sqrt(pairs - 3));
        Assert.That((double)r["value"]!, Is.EqualTo(value).Within(1e-10));
        Assert.That((double)r["low"]!, Is.EqualTo(Math.Tanh(Math.Atanh(value) - half)).Within(1e-9));
        Assert.That((double)r["high"]!, Is.EqualTo(Math.Tanh(Math.Atanh(value) + half)).Within(1e-9));
    }

    [Test]
    public async Task A_rating_appears_only_when_both_are_in()
    {
        var episode = await _clinic.Episode("blind");
        await Enter(episode, Clinic.Flat(1, 4));
        await Enter(episode, Clinic.Flat(2, 5));
        await Enter(episode, Clinic.Flat(2, 3, "therapist"));
        await Enter(episode, Clinic.Flat(3, 1, "therapist"));
        var read = await Read(_clinic.Clinician, episode);
        foreach (var scale in read["scales"]!.AsArray())
        {
            Assert.That(scale!["points"]!.ToJsonString(), Is.EqualTo("""[{"session":2,"client":5,"therapist":3}]"""));
            Assert.That(((double)scale["meanDiscrepancy"]!, (string?)scale["direction"], scale["temporalCorrelation"]), Is.EqualTo((-2.0, "none", (JsonNode?)null)));
        }

        await Enter(episode, Clinic.Flat(3, 4));
        Assert.That(Sessions(await Read(_clinic.Clinician, episode)), Is.EqualTo(new[] { 2, 3 }));
        Assert.That((string?)Total(read)["scale"], Is.EqualTo("total"));
    }

    [Test]
    public async Task A_direction_needs_three_pairs_that_agree()
    {
        var episode = await _clinic.Episode("direction");
        for (var session = 1; session <= 3; session++)
        {
            Assert.That((string?)Total(await Read(_clinic.Clinician, episode))["direction"], Is.EqualTo("none"));
            await Enter(episode, Clinic.Flat(session, 4));
            await Enter(episode, Clinic.Flat(session, 3, "therapist"));
        }

        Assert.That((string?)Total(await Read(_clinic.Clinician, episode))["direction"], Is.EqualTo("clientHigher"));
    }

    [Test]
    public async Task Without_a_pair_everything_is_null_and_of_a_form_for_one_rater_there_is_none()
    {
        var episode = await _clinic.Episode("one-rater", instrument: "sai");
        var total = Total(await Read(_clinic.Clinician, episode));
        Assert.That(total.ToJsonString(), Is.EqualTo(
            """{"scale":"total","pairs":0,"meanDiscrepancy":null,"meanAbsoluteDiscrepancy":null,"direction":"none","temporalCorrelation":null,"points":[]}"""));
        var named = await _clinic.Clinician.Get($"/v1/episodes/{episode}/congruence?instrument=wai-sr&version=2006");
        Assert.That(((string?)named.Json["episodeId"], (string?)named.Json["instrument"], (string?)named.Json["version"]), Is.EqualTo((episode, "wai-sr", "2006")));
        Assert.That(named.Json["scales"]!.AsArray().Select(s => (string?)s!["scale"]), Is.EqualTo(new[] { "bond", "goal", "task", "total" }));
    }

    [Test]
    public async Task A_supervisor_sees_no_scores()
    {
        var episode = await Paired("supervised", 2);
        var (own, supervised) = (Total(await Read(_clinic.Clinician, episode)), Total(await Read(_clinic.Supervisor, episode)));
        Assert.That(own["points"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That(supervised["points"]!.AsArray(), Is.Empty);
        Assert.That((double)supervised["meanDiscrepancy"]!, Is.EqualTo((double)own["meanDiscrepancy"]!));
    }

    [Test]
    public async Task Who_has_no_right_or_no_sight_is_refused()
    {
        var path = $"/v1/episodes/{await Paired("rights", 1)}/congruence";
        Assert.That((await _clinic.OtherClinician.Get(path)).Status, Is.EqualTo(404));
        Assert.That((await _clinic.Admin.Get(path)).Status, Is.EqualTo(403));
        Assert.That((await _clinic.Auditor.Get(path)).Status, Is.EqualTo(403));
        Assert.That((await _clinic.Clinician.Get("/v1/episodes/none-such/congruence")).Status, Is.EqualTo(404));
        Assert.That((await _clinic.Clinician.Get(path + "?instrument=none")).Faults, Is.EqualTo(new[] { "?instrument unknown-instrument" }));
        Assert.That((await _clinic.Clinician.Get(path + "?rater=client")).Faults, Is.EqualTo(new[] { "?rater unknown-parameter" }));
        await Read(_clinic.Clinician, "rights");
        var audit = await _clinic.Auditor.All("/v1/audit?clientId=c-rights");
        Assert.That(
            audit.Where(r => (string?)r["resource"] == path && (string?)r["action"] == "ReadTrend").Select(r => (string?)r["outcome"]), Is.EquivalentTo(new[] { "allowed", "refused" }));
    }

    [Test]
    public async Task The_tag_follows_both_series()
    {
        var episode = await Paired("tagged", 1);
        var path = $"/v1/episodes/{episode}/congruence";
        var first = await _clinic.Clinician.Get(path);
        Assert.That((await _clinic.Clinician.Get(path, ("If-None-Match", first.Tag!))).Status, Is.EqualTo(304));
        foreach (var rater in (string[])["client", "therapist"])
        {
            var before = await _clinic.Clinician.Get(path);
            await Enter(episode, Clinic.Flat(2, 4, rater));
            var after = await _clinic.Clinician.Get(path, ("If-None-Match", before.Tag!));
            Assert.That((after.Status, after.Tag), Is.EqualTo((200, after.Tag)).And.Not.EqualTo((200, before.Tag)));
        }
    }

    private async Task<string> Paired(string id, int sessions)
    {
        var episode = await _clinic.Episode(id);
        for (var session = 1; session <= sessions; session++)
        {
            await Enter(episode, Clinic.Flat(session, 4));
            await Enter(episode, Clinic.Flat(session, 3, "therapist"));
        }

        return episode;
    }

    private async Task Enter(string episode, JsonObject form)
    {
        var answer = await _clinic.Submit(episode, form);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
    }

    private static async Task<JsonObject> Read(Api by, string episode)
    {
        var answer = await by.Get($"/v1/episodes/{episode}/congruence");
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer.Json;
    }

    private static JsonNode Total(JsonObject read) => read["scales"]!.AsArray().Single(s => (string?)s!["scale"] == "total")!;

    private static IEnumerable<int> Sessions(JsonObject read) => Total(read)["points"]!.AsArray().Select(p => (int)p!["session"]!);
}
