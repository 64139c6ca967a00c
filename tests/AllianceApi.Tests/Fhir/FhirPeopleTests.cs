using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Fhir;

/// <summary>Patients, practitioners and encounters: identifiers only, and the same identifiers are the same person.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class FhirPeopleTests(Store store) : FhirFixture(store)
{
    [TestCase("Patient", "urn:alliance:client")]
    [TestCase("Practitioner", "urn:alliance:clinician")]
    public async Task APersonIsFoundByEachFormOfItsIdentifier(string type, string system)
    {
        var name = $"p-{NewName()}";
        var made = await Create(Person(type, (system, name), ("urn:ehr:mrn", $"m-{name}")));
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        var id = made.Json.Text("id")!;
        Assert.That(id, Does.Not.Contain(name), "opaque");
        foreach (var query in (string[])[$"{name}", $"|{name}", $"{system}|{name}", $"m-{name}", $"urn:ehr:mrn|m-{name}"])
        {
            var found = await Read($"{type}?identifier={query}");
            Assert.That(Matches(found).Select(r => r.Text("id")), Is.EqualTo((string[])[id]), query);
            Assert.That(found.Whole("total"), Is.EqualTo(1));
            Assert.That(found.Text("entry.0.fullUrl"), Does.EndWith($"{Base}/{type}/{id}"));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Read($"{type}/{id}"))["identifier"]!.AsArray(), Has.Count.EqualTo(2));
            Assert.That(Matches(await Read($"{type}?_id={id}")).Count(), Is.EqualTo(1));
            Assert.That(Matches(await Read($"{type}?identifier=urn:other|{name}")), Is.Empty);
            Assert.That((await Fhir.Get($"/v1/{(type == "Patient" ? "clients" : "clinicians")}/{name}")).Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task NothingButIdentifiersIsKept()
    {
        var patient = Person("Patient", ("urn:ehr:mrn", NewName()));
        patient["name"] = new JsonArray(new JsonObject { ["family"] = "Kept-Nowhere" });
        patient["birthDate"] = "1980-01-01";
        var made = await Create(patient);
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        Assert.That((await Read($"Patient/{made.Json.Text("id")}")).ToJsonString(), Does.Not.Contain("Kept-Nowhere").And.Not.Contain("birthDate"));
        var bare = await Create(new JsonObject { ["resourceType"] = "Patient", ["active"] = true });
        Assert.That((bare.Status, Issues(bare)), Is.EqualTo((422, (string[])["error required Patient.identifier"])));
    }

    [Test]
    public async Task TheSameIdentifierIsTheSamePerson()
    {
        var mrn = NewName();
        var made = await Create(Person("Patient", ("urn:ehr:mrn", mrn)), null, ("If-None-Exist", $"identifier=urn:ehr:mrn|{mrn}"));
        var match = await Create(Person("Patient", ("urn:ehr:mrn", mrn)), null, ("If-None-Exist", $"identifier=urn:ehr:mrn|{mrn}"));
        var plain = await Create(Person("Patient", ("urn:ehr:mrn", mrn), ("urn:ehr:local", mrn)));
        var other = await Create(Person("Patient", ("urn:ehr:mrn", $"{mrn}-2")));
        var mixed = await Create(Person("Patient", ("urn:ehr:mrn", mrn), ("urn:ehr:mrn", $"{mrn}-2")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((made.Status, match.Status, plain.Status, other.Status), Is.EqualTo((201, 200, 200, 201)));
            Assert.That(new[] { match, plain }.Select(a => a.Json.Text("id")), Is.All.EqualTo(made.Json.Text("id")));
            Assert.That((mixed.Status, Issues(mixed)[0]), Is.EqualTo((409, "error duplicate Patient")));
        }
    }

    [Test]
    public async Task ParallelCreatesMakeOnePatient()
    {
        for (var round = 0; round < 20; round++)
        {
            var mrn = $"par-{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Create(Person("Patient", ("urn:ehr:mrn", mrn)), null, ("If-None-Exist", $"identifier=urn:ehr:mrn|{mrn}"))));
            Assert.That(answers.Count(a => a.Status == 201), Is.EqualTo(1));
            Assert.That(answers.Select(a => (a.Status is 200 or 201, a.Json.Text("id"))).Distinct().Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task AnEncounterIsASession()
    {
        var episode = await NewEpisode();
        var made = await Made(Response(episode, 2));
        var encounter = await Read(made.Text("encounter.reference")!);
        Assert.That(encounter.Text("subject.reference"), Is.EqualTo(made.Text("subject.reference")));
        Assert.That(encounter["identifier"]!.AsArray().Select(i => i.Text("value")), Is.EqualTo((string[])[$"{episode}/1", episode]));
        Assert.That(Matches(await Read($"Encounter?identifier=urn:alliance:session|{episode}/1")).Single().Text("id"), Is.EqualTo(encounter.Text("id")));
        var again = Response(episode, 2, 3);
        again["encounter"] = new JsonObject { ["reference"] = made.Text("encounter.reference") };
        again["source"] = Identified("Practitioner", "urn:alliance:clinician", "th-1");
        Assert.That((await Made(again)).Text("encounter.reference"), Is.EqualTo(made.Text("encounter.reference")));
    }

    [Test]
    public async Task OutOfSightIsLikeNothing()
    {
        var episode = await NewEpisode();
        var made = await Made(Response(episode, 1, 4, NewName()));
        var paths = new[] { made.Text("subject.reference")!, made.Text("encounter.reference")!, $"QuestionnaireResponse/{made.Text("id")}", $"Observation/{made.Text("id")}-0", $"Provenance/{made.Text("id")}-r1" };
        foreach (var path in paths)
        {
            Assert.That((await Get(path, Clinic.Clinician)).Status, Is.EqualTo(200), path);
            Assert.That((await Get(path, Clinic.OtherClinician)).Status, Is.EqualTo(404), path);
        }

        foreach (var search in (string[])[$"QuestionnaireResponse?patient:identifier={ClientSystem}|c-{episode}", $"Observation?patient:identifier={ClientSystem}|c-{episode}", $"Patient?identifier=c-{episode}"])
        {
            Assert.That(await Walk(search, Clinic.OtherClinician), Is.Empty, search);
            Assert.That(await Walk(search, Clinic.Clinician), Is.Not.Empty, search);
        }

        var written = await Create(Response(episode, 2), Clinic.OtherClinician);
        Assert.That((written.Status, Issues(written)), Is.EqualTo((422, (string[])["error not-found QuestionnaireResponse.subject"])));
    }

    [Test]
    public async Task WhatAPolicyWithholdsIsWithheldHereToo()
    {
        var episode = await NewEpisode();
        var made = await Made(Response(episode, 1, 4, NewName()));
        var path = $"QuestionnaireResponse/{made.Text("id")}";
        foreach (var (level, answers, scores) in new[] { ("scores", false, true), ("trend", false, false) })
        {
            var policy = new { clinician = level, supervisor = "trend", integration = "items", client = "trend" };
            var before = await Clinic.Integration.Get($"/v1/clients/c-{episode}/visibility");
            var set = await Clinic.Integration.Put($"/v1/clients/c-{episode}/visibility", policy, before.Status == 200 && level == "trend" ? [("If-Match", before.Tag!)] : []);
            Assert.That(set.Status, Is.AnyOf(200, 201), set.Text);
            var seen = await Walk($"Observation?derived-from={path}", Clinic.Clinician);
            using (Assert.EnterMultipleScope())
            {
                Assert.That((await Read(path, Clinic.Clinician))["item"] is not null, Is.EqualTo(answers), level);
                Assert.That(seen.Skip(1).Select(o => o["valueQuantity"] is not null), Is.All.EqualTo(scores).And.Exactly(4).Items, level);
                Assert.That(seen.Skip(1).Select(o => o.Text("dataAbsentReason.coding.0.code")), Is.All.EqualTo(scores ? null : "masked"), level);
                Assert.That((await Read(path))["item"]!.AsArray(), Has.Count.EqualTo(12), "another audience sees its own level");
            }
        }
    }

    [Test]
    public async Task AReferenceToAnotherServerIsRefusedAndNeverFollowed()
    {
        var episode = await NewEpisode();
        using var trap = new System.Net.HttpListener();
        var port = FreePort();
        trap.Prefixes.Add($"http://127.0.0.1:{port}/");
        trap.Start();
        var asked = trap.GetContextAsync();
        foreach (var member in (string[])["subject", "author", "source", "encounter"])
        {
            var form = Response(episode);
            form[member] = new JsonObject { ["reference"] = $"http://127.0.0.1:{port}/fhir/Patient/1" };
            var answer = await Create(form);
            Assert.That((answer.Status, Issues(answer).Any(i => i.EndsWith(member == "author" || member == "source" ? member : $"{member}.reference", StringComparison.Ordinal))), Is.EqualTo((422, true)), answer.Text);
        }

        Assert.That(asked.IsCompleted, Is.False, "nobody went there");
    }

    private static JsonObject Person(string type, params (string System, string Value)[] identifiers) => new()
    {
        ["resourceType"] = type,
        ["identifier"] = new JsonArray([.. identifiers.Select(i => new JsonObject { ["system"] = i.System, ["value"] = i.Value })]),
    };

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
