using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.CdsHooks;

/// <summary>A record system asks whether there is something to look at, and is told that and no more.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class HookTests(Store store) : ClinicFixture(store)
{
    private const string Origin = "https://record.example";

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Cors:Origins:0"] = Origin, ["Alerts:NoFormsAfterDays"] = "0" };

    [Test]
    public async Task DiscoveryNeedsNoCredential()
    {
        var answer = await Clinic.Service.Api(null).Get("/cds-services", ("Origin", "https://anywhere.example"));
        var entries = answer.Json["services"]!.AsArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Status, answer.Headers["Content-Type"]), Is.EqualTo((200, "application/json; charset=utf-8")));
            Assert.That(answer.Headers["Access-Control-Allow-Origin"], Is.EqualTo("*"));
            Assert.That(entries.Select(e => (e.Text("hook"), e.Text("id"))), Is.EqualTo(new[] { ("patient-view", "alliance-patient-view"), ("encounter-start", "alliance-encounter-start") }));
            Assert.That(entries.Select(e => e!["prefetch"]!.ToJsonString()), Is.All.EqualTo("""{"patient":"Patient/{{context.patientId}}"}"""));
            Assert.That(entries.Select(e => e.Text("title")!.Length * e.Text("description")!.Length), Is.All.Positive);
        }
    }

    [Test]
    public async Task APossibleStrainIsACard()
    {
        var episode = await Hooks.Strained(Clinic, await NewEpisode());
        var card = (await Hooks.Cards(Clinic.Integration, Hooks.Of(episode))).Single();
        var alert = (await Clinic.Alerts(episode)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guid.TryParse(card.Text("uuid"), out _), card.ToJsonString());
            Assert.That(card.Text("summary"), Is.EqualTo("Possible strain: session 6 was lower than expected."));
            Assert.That(card.Text("indicator"), Is.EqualTo("warning"));
            Assert.That(card.Text("source.label"), Does.Contain("AllianceApi"));
            Assert.That(card.Text("detail"), Does.StartWith(alert.Text("statement")!).And.Contain("wai-sr, rated by the client").And.Contain("A reason to ask, not a finding."));
            Assert.That(card.Path("links")!.ToJsonString(), Is.EqualTo($$"""[{"label":"Open the trend","url":"{{Clinic.Service.Base}}#/episodes/{{episode}}","type":"absolute"}]"""));
            Assert.That(card.Each<string>("overrideReasons", "code"), Is.EqualTo(new[] { "already-discussed", "known-cause", "not-now", "not-helpful" }));
            Assert.That(card["overrideReasons"]!.AsArray().Select(r => r!.AsObject().Select(m => m.Key).Order()), Is.All.EqualTo(new[] { "code", "display", "system" }));
            Assert.That(Empty(card), Is.Empty, "no null and no empty text anywhere");
        }
    }

    [Test]
    public async Task TheSameIsSaidWhenAnEncounterBegins()
    {
        var call = Hooks.Of(await Hooks.Strained(Clinic, await NewEpisode()));
        call["hook"] = "encounter-start";
        call["context"]!["encounterId"] = "enc-1";
        Assert.That(await Hooks.Cards(Clinic.Integration, call, "/cds-services/alliance-encounter-start"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task EachShowingHasAnIdOfItsOwn()
    {
        var call = Hooks.Of(await Hooks.Strained(Clinic, await NewEpisode()));
        var ids = (await Hooks.Cards(Clinic.Integration, call)).Concat(await Hooks.Cards(Clinic.Integration, call)).Select(c => c.Text("uuid")).ToList();
        Assert.That(ids, Has.Count.EqualTo(2).And.Unique);
    }

    [TestCase("urn:alliance:client|nobody")]
    [TestCase("urn:hospital:mrn|4711")]
    [TestCase("urn:other|{client}", Description = "a value that happens to be an id of ours, in a system that is not")]
    [TestCase]
    public async Task OfAnUnknownPatientNothingIsSaid(params string[] identifiers)
    {
        var episode = await Hooks.Strained(Clinic, await NewEpisode());
        var answer = await Clinic.Integration.Post(Hooks.View, Hooks.Call([.. identifiers.Select(i => i.Replace("{client}", $"c-{episode}"))]));
        Assert.That((answer.Status, answer.Json.ToJsonString()), Is.EqualTo((200, """{"cards":[]}""")));
    }

    [Test]
    public async Task ANameWithoutASystemIsNobodys()
    {
        var episode = await Hooks.Strained(Clinic, await NewEpisode());
        var call = Hooks.Call();
        call["prefetch"]!["patient"]!["identifier"] = new JsonArray(new JsonObject { ["value"] = $"c-{episode}" });
        Assert.That(await Hooks.Cards(Clinic.Integration, call), Is.Empty);
    }

    [Test]
    public async Task IdentifiersOfTheRecordSystemLeadToTheClient()
    {
        var episode = await Hooks.Strained(Clinic, await NewEpisode());
        var other = await Hooks.Strained(Clinic, await NewEpisode());
        await Name(episode, "mrn-1");
        await Name(other, "mrn-2");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Hooks.Cards(Clinic.Integration, Hooks.Call("urn:unknown|x", "urn:hospital|mrn-1")), Has.Count.EqualTo(1));
            Assert.That(await Hooks.Cards(Clinic.Integration, Hooks.Call("urn:hospital|mrn-1", $"urn:alliance:client|c-{episode}")), Has.Count.EqualTo(1), "both name one client");
            Assert.That(await Hooks.Cards(Clinic.Integration, Hooks.Call("urn:hospital|mrn-1", "urn:hospital|mrn-2")), Is.Empty, "of two clients nothing is said");
        }
    }

    [Test]
    public async Task WhereNothingStandsOutNothingIsSaid()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4);
        Assert.That(await Hooks.Cards(Clinic.Integration, Hooks.Of(episode)), Is.Empty);
    }

    [TestCase("seen", 1)]
    [TestCase("discussed", 0)]
    [TestCase("resolved", 0)]
    [TestCase("dismissed", 0)]
    public async Task WhatWasDiscussedOrClosedIsNotShownAgain(string state, int cards)
    {
        var episode = await Hooks.Strained(Clinic, await NewEpisode());
        var alert = (await Clinic.Alerts(episode)).Single().Text("id");
        Assert.That((await Clinic.Clinician.Post($"/v1/alerts/{alert}/state", new { state, reason = "as agreed" })).Status, Is.EqualTo(200));
        Assert.That(await Hooks.Cards(Clinic.Integration, Hooks.Of(episode)), Has.Count.EqualTo(cards));
    }

    [Test]
    public async Task ADropThatIsOverIsToldMoreQuietly()
    {
        var episode = await Hooks.Strained(Clinic, await NewEpisode());
        await Clinic.Enter(episode, Forms.Of(7, 4.25));
        await Clinic.Enter(episode, Forms.Of(8, 4));
        var card = (await Hooks.Cards(Clinic.Integration, Hooks.Of(episode))).Single();
        Assert.That((card.Text("indicator"), card.Text("detail")!.Contains("returned to the earlier range", StringComparison.Ordinal)), Is.EqualTo(("info", true)), card.ToJsonString());
    }

    [Test]
    public async Task OnlyWhoMaySeeTheAlertIsShownTheCard()
    {
        var call = Hooks.Of(await Hooks.Strained(Clinic, await NewEpisode()));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Hooks.Cards(Clinic.Clinician, call), Has.Count.EqualTo(1));
            Assert.That(await Hooks.Cards(Clinic.OtherClinician, call), Is.Empty);
            Assert.That((await Hooks.Cards(Clinic.Supervisor, call)).Single().Text("detail"), Does.Not.Contain("2.3;"), "no single score at the level trend");
            Assert.That((await Clinic.Auditor.Post(Hooks.View, call)).Status, Is.EqualTo(403));
            Assert.That((await Clinic.Service.Api(null).Post(Hooks.View, call)).Status, Is.EqualTo(401));
        }
    }

    [Test]
    public async Task WhatAClientsPolicyHidesFromOtherSystemsIsNotShown()
    {
        var episode = await NewEpisode();
        var policy = new { clinician = "items", supervisor = "trend", integration = "existence", client = "trend" };
        var put = await Clinic.Integration.Put($"/v1/clients/c-{episode}/visibility", policy);
        Assert.That(put.Status, Is.AnyOf(200, 201), put.Text);
        await Hooks.Strained(Clinic, episode);
        Assert.That((await Hooks.Cards(Clinic.Integration, Hooks.Of(episode))).Count + ((await Hooks.Cards(Clinic.Clinician, Hooks.Of(episode))).Count * 10), Is.EqualTo(10));
    }

    [Test]
    public async Task WithoutThePatientItIs412()
    {
        var episode = await NewEpisode();
        foreach (var spoil in (Action<JsonObject>[])[c => c.Remove("prefetch"), c => c["prefetch"] = new JsonObject(), c => c["prefetch"]!["patient"] = null, c => c["prefetch"]!["patient"]!["resourceType"] = "OperationOutcome"])
        {
            var call = Hooks.Of(episode);
            spoil(call);
            var answer = await Clinic.Integration.Post(Hooks.View, call);
            Assert.That((answer.Status, answer.Problem), Is.EqualTo((412, "prefetch-missing")), answer.Text);
        }
    }

    [Test]
    public async Task AllFaultsOfACallAreToldAtOnce()
    {
        var answer = await Clinic.Integration.Post(Hooks.View, new { hook = "order-sign", context = new { }, unknown = 1 });
        Assert.That((answer.Status, string.Join(", ", answer.Faults)), Is.EqualTo((400, "/hook out-of-range, /hookInstance required, /context/patientId required")), answer.Text);
    }

    [TestCase("[]", "application/json", 400)]
    [TestCase("{", "application/json", 400)]
    [TestCase("{}", "text/plain", 415)]
    [TestCase("{\"hook\":\"a\",\"hook\":\"b\"}", "application/json", 400)]
    public async Task WhatIsNoCallIsRefused(string body, string type, int status)
    {
        foreach (var path in (string[])[Hooks.View, Hooks.Feedback])
        {
            Assert.That((await Clinic.Integration.SendText(HttpMethod.Post, path, body, type)).Status, Is.EqualTo(status), path);
        }
    }

    [Test]
    public async Task AnotherHookDoesNotExist() =>
        Assert.That((await Clinic.Integration.Post("/cds-services/order-select", Hooks.Call())).Status, Is.EqualTo(404));

    [Test]
    public async Task APageOfAConfiguredOriginMayCall()
    {
        var preflight = await Clinic.Service.Api(null).Send(
            HttpMethod.Options, Hooks.View, null, ("Origin", Origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type"));
        Assert.That((preflight.Status, preflight.Headers.GetValueOrDefault("Access-Control-Allow-Origin")), Is.EqualTo((204, Origin)));
        var answer = await Clinic.Integration.Post(Hooks.View, Hooks.Call(), ("Origin", Origin));
        Assert.That(answer.Headers["Access-Control-Allow-Origin"], Is.EqualTo(Origin));
    }

    [Test]
    public async Task TheAuditLogSaysWhoLookedAtWhom()
    {
        var episode = await Hooks.Strained(Clinic, await NewEpisode());
        await Hooks.Cards(Clinic.Integration, Hooks.Of(episode));
        var rows = await Clinic.Auditor.All($"/v1/audit?clientId=c-{episode}");
        var row = rows.Single(r => r.Text("resource") == Hooks.View);
        Assert.That((row.Text("action"), row.Text("outcome"), row.Text("reason")), Is.EqualTo(("ReadAlert", "allowed", "Practitioner/p-7")));
    }

    private async Task Name(string episode, string mrn)
    {
        var patient = $$"""{"resourceType":"Patient","identifier":[{"system":"urn:alliance:client","value":"c-{{episode}}"},{"system":"urn:hospital","value":"{{mrn}}"}]}""";
        var answer = await Clinic.Integration.SendText(HttpMethod.Post, "/fhir/R4/Patient", patient, "application/fhir+json");
        Assert.That(answer.Status, Is.AnyOf(200, 201), answer.Text);
    }

    private static List<string> Empty(JsonNode? node, string at = "") => node switch
    {
        null => [at],
        JsonObject o => [.. o.SelectMany(m => Empty(m.Value, $"{at}/{m.Key}"))],
        JsonArray a => a.Count == 0 ? [at] : [.. a.SelectMany((e, i) => Empty(e, $"{at}/{i}"))],
        _ => node.ToJsonString() == "\"\"" ? [at] : [],
    };
}
