using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Instruments;

/// <summary>Licensed texts are attached to an instrument by the admin alone, complete and with the licence.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class WordingRoutesTests(Store store) : ClinicFixture(store)
{
    private const string Path = "/v1/instruments/wai-sr/versions/2006/wording";

    [Test]
    public async Task They_are_attached_once_and_changed_by_their_state()
    {
        var made = await Clinic.Admin.Put($"{Path}/en", Texts());
        var again = await Clinic.Admin.Put($"{Path}/en", Texts());
        Assert.That((made.Status, again.Status, again.Tag), Is.EqualTo((201, 200, made.Tag)), made.Text);
        var changed = Texts().With("title", "Another title");
        Assert.That((await Clinic.Admin.Put($"{Path}/en", changed)).Status, Is.EqualTo(428));
        Assert.That((await Clinic.Admin.Put($"{Path}/en", changed, ("If-Match", "\"9-0\""))).Status, Is.EqualTo(412));
        Assert.That((await Clinic.Admin.Put($"{Path}/en", changed, ("If-Match", made.Tag!))).Json.Text("title"), Is.EqualTo("Another title"));
        Assert.That((await Clinic.Admin.Put($"{Path}/de-CH", Texts())).Status, Is.EqualTo(201), "each language for itself");
    }

    [Test]
    public async Task The_licence_is_required()
    {
        var without = Texts();
        without.Remove("licence");
        Assert.That((await Clinic.Admin.Put($"{Path}/fr", without)).Faults, Is.EqualTo(new[] { "/licence required" }));
        var unattested = Texts();
        unattested["licence"]!.AsObject().Remove("attestedBy");
        Assert.That((await Clinic.Admin.Put($"{Path}/fr", unattested)).Faults, Is.EqualTo(new[] { "/licence/attestedBy required" }));
    }

    [Test]
    public async Task Every_item_needs_its_text_and_every_anchor_a_value()
    {
        var texts = Texts();
        texts["items"]!.AsObject().Remove("7");
        texts["items"]!["13"] = "One too many.";
        texts["items"]!["03"] = "Written otherwise.";
        texts["anchors"]!["6"] = "Beyond.";
        var answer = await Clinic.Admin.Put($"{Path}/es", texts);
        Assert.That(answer.Faults, Is.EquivalentTo(new[] { "/items/7 required", "/items/13 unknown-item", "/items/03 unknown-item", "/anchors/6 out-of-range" }), answer.Text);
    }

    [Test]
    public async Task Only_the_admin_attaches_and_only_to_what_exists()
    {
        foreach (var api in new[] { Clinic.Integration, Clinic.Clinician, Clinic.Supervisor, Clinic.Auditor })
        {
            Assert.That((await api.Put($"{Path}/en", Texts())).Status, Is.EqualTo(403));
        }

        Assert.That((await Clinic.Admin.Put("/v1/instruments/wai-sr/versions/1999/wording/en", Texts())).Status, Is.EqualTo(404));
        Assert.That((await Clinic.Admin.Put($"{Path}/e", Texts())).Faults.Single(), Is.EqualTo("path:language invalid-format"));
    }

    [Test]
    public async Task No_answer_of_the_service_shows_them_with_the_instrument()
    {
        await Clinic.Admin.Put("/v1/instruments/srs/versions/3/wording/en", Texts(4));
        var shown = await Clinic.Clinician.Get("/v1/instruments/srs");
        Assert.That(shown.Text, Does.Not.Contain("Sentence"));
    }

    private static JsonObject Texts(int items = 12) => new()
    {
        ["title"] = "A form",
        ["instructions"] = "Answer each sentence.",
        ["items"] = new JsonObject(Enumerable.Range(1, items).Select(i => KeyValuePair.Create($"{i}", (JsonNode?)$"Sentence {i}."))),
        ["anchors"] = new JsonObject { ["1"] = "Seldom", ["5"] = "Always" },
        ["licence"] = new JsonObject { ["holder"] = "A holder", ["reference"] = "Letter of 2024-01-01", ["attestedBy"] = "The admin" },
    };
}
