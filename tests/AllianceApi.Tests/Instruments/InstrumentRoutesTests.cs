using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Instruments;

/// <summary>Instruments over HTTP: those that come with the service, and an organization's own.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class InstrumentRoutesTests(Store store) : ClinicFixture(store)
{
    private static readonly string[] Shipped =
        ["alliance-check", "arm-5", "cgsrs", "csrs", "gsrs", "haq-ii", "sai", "srs", "wai-36", "wai-b3", "wai-s", "wai-sr", "wai-srt-10"];

    [Test]
    public async Task Every_role_reads_the_list_with_all_that_a_score_needs_and_no_wording()
    {
        foreach (var api in new[] { Clinic.Admin, Clinic.Integration, Clinic.Clinician, Clinic.Supervisor, Clinic.Auditor })
        {
            var list = await api.Read("/v1/instruments");
            Assert.That(list.Each<string>("items", "id"), Is.SupersetOf(Shipped));
            Assert.That(list["next"], Is.Null);
        }
    }

    [Test]
    public async Task One_is_read_by_its_id_and_by_its_version()
    {
        var current = await Clinic.Clinician.Get("/v1/instruments/wai-sr");
        Assert.That((await Clinic.Clinician.Get("/v1/instruments/wai-sr/versions/2006")).Body, Is.EqualTo(current.Body));
        Assert.That(current.Json.Select(m => m.Key), Is.SupersetOf(new[]
        {
            "id", "version", "name", "raters", "items", "scales", "missing", "pairedForm", "parameters", "citations", "licence", "sha256",
        }));
        Assert.That(current.Json["items"]!.AsArray(), Has.Count.EqualTo(12));
        Assert.That(current.Json.Path("items.0")!.AsObject().Select(m => m.Key), Is.EqualTo(new[] { "number", "min", "max", "step", "reversed" }));
        Assert.That((current.Json.Number("parameters.total.sem"), current.Json.Text("parameters.total.source")), Is.EqualTo((0.18, "fallback")));
        Assert.That(current.Json.Number("parameters.total.r"), Is.EqualTo(0.075).Within(1e-12));
        Assert.That((await Clinic.Clinician.Get("/v1/instruments/wai-sr", ("If-None-Match", current.Tag!))).Status, Is.EqualTo(304));
        Assert.That((await Clinic.Clinician.Get("/v1/instruments/wai-sr/versions/1999")).Problem, Is.EqualTo("not-found"));
        Assert.That((await Clinic.Clinician.Get("/v1/instruments/none")).Problem, Is.EqualTo("not-found"));
    }

    [Test]
    public async Task An_own_one_is_made_read_and_used()
    {
        var stated = new JsonObject { ["total"] = Json.Object(new { sem = 0.2, r = 0.09, source = "our sample" }) };
        var made = await Clinic.Admin.Post("/v1/instruments", OwnInstruments.Fine("own").With("parameters", stated));
        Assert.That((made.Status, made.Headers["Location"]), Is.EqualTo((201, "/v1/instruments/own/versions/1")), made.Text);
        Assert.That((await Clinic.Clinician.Get("/v1/instruments/own")).Body, Is.EqualTo(made.Body));
        Assert.That((made.Json.Number("parameters.total.sem"), made.Json.Number("parameters.total.r"), made.Json.Text("parameters.total.source")), Is.EqualTo((0.2, 0.09, "our sample")));
        var episode = await NewEpisode(instrument: "own");
        var response = await Clinic.Enter(episode, Clinic.Form(1, [4.11, 3.99, 4.5], instrument: "own"));
        Assert.That((response.Text("version"), response.Score().Number("mean")), Is.EqualTo(("1", (4.11 + 3.99 + 4.5) / 3)));
        var trend = await Clinic.Trend(episode);
        Assert.That(trend.Text("method.source"), Is.EqualTo("instrument"));
        Assert.That(trend.Scale().Number("points.0.high") - trend.Scale().Number("points.0.score"), Is.EqualTo(1.959963984540054 * 0.2).Within(1e-9));
    }

    [Test]
    public async Task The_same_content_again_changes_nothing_and_other_content_replaces_what_is_unused()
    {
        var own = OwnInstruments.Fine("unused");
        var made = await Clinic.Admin.Post("/v1/instruments", own);
        var again = await Clinic.Admin.Post("/v1/instruments", own);
        Assert.That((made.Status, again.Status, again.Tag), Is.EqualTo((201, 200, made.Tag)));
        var replaced = await Clinic.Admin.Post("/v1/instruments", own.With("name", "Another name"));
        Assert.That((replaced.Status, replaced.Json.Text("name")), Is.EqualTo((200, "Another name")));
        var read = await Clinic.Integration.Get("/v1/instruments/unused");
        Assert.That((read.Json.Text("name"), read.Tag), Is.EqualTo(("Another name", replaced.Tag)));
    }

    [Test]
    public async Task A_version_that_a_response_uses_never_changes()
    {
        var own = OwnInstruments.Fine("used");
        await Clinic.Admin.Post("/v1/instruments", own);
        var episode = await NewEpisode(instrument: "used");
        var response = await Clinic.Submit(episode, Clinic.Form(1, [4, 4, 4], instrument: "used"));
        Assert.That((await Clinic.Admin.Post("/v1/instruments", own)).Status, Is.EqualTo(200), "the same content");
        var refused = await Clinic.Admin.Post("/v1/instruments", own.With("name", "Another name"));
        Assert.That((refused.Status, refused.Problem, refused.Json.Text("existing")), Is.EqualTo((409, "in-use", "/v1/instruments/used/versions/1")), refused.Text);
        await Clinic.Integration.Delete(response.Headers["Location"] + "?reason=wrong", ("If-Match", response.Tag!));
        Assert.That((await Clinic.Admin.Post("/v1/instruments", own)).Problem, Is.EqualTo("in-use"), "a voided response was scored by it, too");
    }

    [Test]
    public async Task A_new_version_stands_beside_the_old_one_and_starts_a_series_of_its_own()
    {
        await Clinic.Admin.Post("/v1/instruments", OwnInstruments.Fine("twice"));
        var episode = await NewEpisode(instrument: "twice");
        await Clinic.Enter(episode, Clinic.Form(1, [4, 4, 4], instrument: "twice"));
        Assert.That((await Clinic.Admin.Post("/v1/instruments", OwnInstruments.Fine("twice", "2"))).Status, Is.EqualTo(201));
        Assert.That((await Clinic.Integration.Read("/v1/instruments/twice")).Text("version"), Is.EqualTo("2"));
        Assert.That((await Clinic.Trend(episode)).Text("version"), Is.EqualTo("1"), "the version last used");
        var second = await Clinic.Enter(episode, Clinic.Form(2, [3, 3, 3], instrument: "twice"));
        Assert.That(second.Text("version"), Is.EqualTo("2"));
        Assert.That((await Clinic.Enter(episode, Clinic.Form(2, [2, 2, 2], instrument: "twice@1"))).Text("version"), Is.EqualTo("1"), "another version is another key");
        Assert.That((await Clinic.Trend(episode, "?version=2")).Whole("forms"), Is.EqualTo(1));
        Assert.That((await Clinic.Trend(episode, "?instrument=twice@1")).Whole("forms"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_shipped_id_is_taken_and_only_the_admin_enters_instruments()
    {
        var taken = await Clinic.Admin.Post("/v1/instruments", OwnInstruments.Fine("wai-sr", "2027"));
        Assert.That((taken.Status, taken.Problem), Is.EqualTo((409, "already-exists")));
        foreach (var api in new[] { Clinic.Integration, Clinic.Clinician, Clinic.Supervisor, Clinic.Auditor })
        {
            Assert.That((await api.Post("/v1/instruments", OwnInstruments.Fine("forbidden"))).Status, Is.EqualTo(403));
        }
    }

    [Test]
    public async Task Every_fault_of_a_definition_is_listed()
    {
        var own = OwnInstruments.Fine("faulty").With("raters", new JsonArray("client", "mother")).With("licence", " ").With("colour", "red");
        own["items"]!["max"] = 0;
        own["scales"]![0]!["items"] = new JsonArray(4);
        var answer = await Clinic.Admin.Post("/v1/instruments", own);
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Faults, Is.EquivalentTo(new[] { "/raters/1 unknown-value", "/items/max out-of-range", "/scales/0/items/0 out-of-range", "/licence required", "/colour unknown-member" }));
    }
}
