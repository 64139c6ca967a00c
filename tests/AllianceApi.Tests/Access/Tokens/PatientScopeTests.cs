using System.Text.Json.Nodes;
using AllianceApi.Tests.Fhir;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access.Tokens;

/// <summary>An app that was launched with one patient reaches that patient's data and nobody else's, by whichever route.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class PatientScopeTests(Store store) : FhirFixture(store)
{
    private const string Mine = "mine";
    private const string Other = "other";

    private TestIssuer? _started;
    private string _response = "";
    private string _othersResponse = "";

    protected override IReadOnlyDictionary<string, string?> Settings => Issuer.Settings(("PatientSystem", "urn:hospital"));

    // Asked for before the clinic is opened.
    private TestIssuer Issuer => _started ??= TestIssuer.Start().GetAwaiter().GetResult();

    [OneTimeSetUp]
    public async Task Enter()
    {
        foreach (var episode in (string[])[Mine, Other])
        {
            await Clinic.Episode(episode);
            await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 28 / 12.0);
            var patient = Json.Object(new { resourceType = "Patient", identifier = new[] { new { system = ClientSystem, value = $"c-{episode}" }, new { system = "urn:hospital", value = $"mrn-{episode}" } } });
            Assert.That((await Create(patient)).Status, Is.AnyOf(200, 201));
        }

        _response = (await Clinic.Integration.All($"/v1/episodes/{Mine}/responses"))[0].Text("id")!;
        _othersResponse = (await Clinic.Integration.All($"/v1/episodes/{Other}/responses"))[0].Text("id")!;
    }

    [OneTimeTearDown]
    public async Task Close() => await Issuer.DisposeAsync();

    [TestCase("QuestionnaireResponse", 6)]
    [TestCase("Observation", 24)]
    [TestCase("Patient", 1)]
    public async Task ASearchFindsThePatientsOwn(string type, int found)
    {
        var app = App("patient/*.rs");
        var all = await Walk(type, app);
        Assert.That(all, Has.Count.AtLeast(found));
        Assert.That(all.Select(r => r["subject"] is { } s ? s.Text("identifier.value") : r["identifier"]!.AsArray()[0].Text("value")), Is.All.EqualTo($"c-{Mine}"));
        Assert.That(await Walk($"{type}?{(type == "Patient" ? "identifier" : "patient:identifier")}={ClientSystem}|c-{Other}", app), Is.Empty);
    }

    [Test]
    public async Task WhatIsAnothersIsNotThere()
    {
        var app = App("patient/*.cruds");
        var patient = (await Walk($"Patient?identifier=urn:hospital|mrn-{Other}")).Single().Text("id");
        var encounter = (await Read($"QuestionnaireResponse/{_othersResponse}")).Text("encounter.reference");
        foreach (var (path, mine) in new[]
        {
            ($"QuestionnaireResponse/{_othersResponse}", $"QuestionnaireResponse/{_response}"),
            ($"QuestionnaireResponse/{_othersResponse}/_history", $"QuestionnaireResponse/{_response}/_history"),
            ($"QuestionnaireResponse/{_othersResponse}/_history/1", $"QuestionnaireResponse/{_response}/_history/1"),
            ($"Observation/{_othersResponse}-0", $"Observation/{_response}-0"),
            ($"Provenance/{_othersResponse}-r1", $"Provenance/{_response}-r1"),
            ($"Patient/{patient}", "Questionnaire/wai-sr"),
            (encounter!, (await Read($"QuestionnaireResponse/{_response}")).Text("encounter.reference")!),
        })
        {
            Assert.That(((await Get(path, app)).Status, (await Get(mine, app)).Status), Is.EqualTo((404, 200)), path);
        }
    }

    [Test]
    public async Task WhatComesAlongIsThePatientsOwnToo()
    {
        var bundle = await Read("Observation?code=total&_include=Observation:patient&_include=Observation:derived-from&_include=Observation:performer&_revinclude=Provenance:target", App("patient/*.rs"));
        var included = Matches(bundle, "include").ToList();
        Assert.That(included.Select(r => r.Text("resourceType")).Distinct(), Is.SupersetOf(new[] { "Patient", "QuestionnaireResponse", "Provenance" }));
        Assert.That(included.Where(r => r.Text("resourceType") == "Patient").Select(r => r["identifier"]!.AsArray()[0].Text("value")), Is.EqualTo(new[] { $"c-{Mine}" }));
    }

    [Test]
    public async Task WhatTheScopesDoNotNameDoesNotComeAlong()
    {
        const string Query = "Observation?code=total&_count=200&_include=Observation:patient&_include=Observation:derived-from&_revinclude=Provenance:target";
        var kinds = new List<string>();
        foreach (var scope in (string[])["user/Observation.rs", "user/Observation.rs user/Patient.r", "user/Observation.rs patient/QuestionnaireResponse.rs", "user/*.rs"])
        {
            kinds.Add(string.Join(' ', Matches(await Read(Query, App(scope)), "include").Select(r => r.Text("resourceType")).Distinct().Order()));
        }

        Assert.That(kinds, Is.EqualTo(new[] { "", "Patient", "", "Patient Provenance QuestionnaireResponse" }));
    }

    [Test]
    public async Task AFormIsTakenForThePatientAlone()
    {
        var app = App("patient/QuestionnaireResponse.cu");
        var (mine, others) = (await Create(Response(Mine, 7), app), await Create(Response(Other, 7), app));
        Assert.That((mine.Status, others.Status), Is.EqualTo((201, 422)), mine.Text + others.Text);
        var read = await Read($"QuestionnaireResponse/{_othersResponse}");
        Assert.That((await Put(read, "W/\"1\"", app)).Status, Is.EqualTo(404));
        Assert.That((await Clinic.Integration.All($"/v1/episodes/{Other}/responses")), Has.Count.EqualTo(6));
    }

    [Test]
    public async Task NobodyIsEnteredByIt()
    {
        var patient = Json.Object(new { resourceType = "Patient", identifier = new[] { new { system = "urn:hospital", value = "new" } } });
        Assert.That((await Create(patient, App("patient/*.cruds"))).Status, Is.EqualTo(403));
    }

    [TestCase("/v1/clients/c-mine", 200)]
    [TestCase("/v1/clients/c-other", 404)]
    [TestCase("/v1/episodes/mine", 200)]
    [TestCase("/v1/episodes/other", 404)]
    [TestCase("/v1/episodes/mine/sessions", 200)]
    [TestCase("/v1/episodes/other/sessions", 404)]
    [TestCase("/v1/episodes/mine/responses", 200)]
    [TestCase("/v1/episodes/other/responses", 404)]
    [TestCase("/v1/episodes/mine/trend", 200)]
    [TestCase("/v1/episodes/other/trend", 404)]
    [TestCase("/v1/episodes/other/trend.svg", 404)]
    [TestCase("/v1/episodes/other/congruence?instrument=wai-sr", 404)]
    [TestCase("/v1/instruments", 200)]
    [TestCase("/v1/clinicians/th-1", 200)]
    [TestCase("/v1/clinicians/th-2", 404)]
    [TestCase("/v1/caseload", 403)]
    [TestCase("/v1/events", 403)]
    [TestCase("/v1/export", 403)]
    [TestCase("/v1/clients/c-mine/export", 403)]
    [TestCase("/v1/episodes/mine/invitations", 403)]
    public async Task OurOwnRoutesKeepToThePatientToo(string path, int status)
    {
        var answer = await App("patient/*.rs").Get(path);
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
        Assert.That((await App("patient/Observation.rs").Get(path)).Status, Is.EqualTo(403), "they have no narrower name in scopes");
    }

    [TestCase("/v1/clients", "clientId", "c-mine")]
    [TestCase("/v1/episodes", "episodeId", "mine")]
    [TestCase("/v1/alerts", "episodeId", "mine")]
    [TestCase("/v1/clinicians", "clinicianId", "th-1")]
    public async Task OurOwnListsHoldThePatientAlone(string path, string member, string only) =>
        Assert.That((await App("patient/*.rs").All(path)).Select(i => i.Text(member)).Distinct(), Is.EqualTo(new[] { only }));

    [Test]
    public async Task NothingIsWrittenByOurOwnRoutes()
    {
        var app = App("patient/*.cruds");
        Assert.That((await Clinic.Submit(Mine, Clinic.Flat(9, 4), app)).Status, Is.EqualTo(403));
        Assert.That((await app.Put("/v1/clients/c-mine", new { label = "x" }, ("If-Match", "*"))).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task ThePatientIsKnownByOurOwnIdToo()
    {
        var id = (await Walk($"Patient?identifier=urn:hospital|mrn-{Mine}")).Single().Text("id");
        Assert.That(await Walk("QuestionnaireResponse?_count=1", App("patient/*.rs", id)), Is.Not.Empty);
    }

    [TestCase("c-mine", Description = "the value of another system")]
    [TestCase("nobody")]
    [TestCase(null)]
    public async Task OfAPatientWhomWeDoNotKnowNothingIsGranted(string? patient)
    {
        var app = App("patient/*.rs", patient);
        Assert.That(((await Get("Patient", app)).Status, (await app.Get("/v1/clients")).Status), Is.EqualTo((403, 403)));
    }

    [TestCase("user/Observation.rs?category=survey", 200)]
    [TestCase("user/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category%7Csurvey", 200)]
    [TestCase("user/Observation.rs?category=laboratory,survey", 200)]
    [TestCase("patient/Observation.rs?category=survey", 200)]
    [TestCase("user/Observation.rs?category=laboratory", 403)]
    [TestCase("user/Observation.r?category=survey", 403)]
    public async Task ACategoryIsKept(string scope, int status)
    {
        var app = App(scope);
        var answer = await Get($"Observation?_count=1&patient:identifier={ClientSystem}|c-{Mine}", app);
        Assert.That((answer.Status, (await Get("Patient", app)).Status), Is.EqualTo((status, 403)), answer.Text);
    }

    [Test]
    public async Task TheRoleBoundsItAsEver()
    {
        var other = Clinic.Service.Api(Issuer.Token(new { scope = "patient/*.rs", patient = $"mrn-{Mine}", role = "clinician", clinicianId = "th-2" }));
        var own = Clinic.Service.Api(Issuer.Token(new { scope = "patient/*.rs", patient = $"mrn-{Mine}", role = "clinician", clinicianId = "th-1" }));
        Assert.That(((await other.Get("/v1/episodes/mine")).Status, (await own.Get("/v1/episodes/mine")).Status, (await own.Get("/v1/episodes/other")).Status), Is.EqualTo((404, 200, 404)));
        var glass = await other.Get("/v1/episodes/other", ("X-Break-Glass", "on call tonight"));
        Assert.That(glass.Status, Is.EqualTo(404), "the glass opens other clinicians' clients, not other patients");
    }

    [Test]
    public async Task EachEntryOfABatchIsAskedForByItself()
    {
        var batch = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "batch",
            ["entry"] = new JsonArray([.. new[] { "Observation?_count=1", $"QuestionnaireResponse/{_response}", $"QuestionnaireResponse/{_othersResponse}", "Patient" }
                .Select(url => new JsonObject { ["request"] = new JsonObject { ["method"] = "GET", ["url"] = url } })]),
        };
        var answer = await Send(batch, App("user/Observation.rs patient/QuestionnaireResponse.rs"));
        Assert.That(answer.Json["entry"]!.AsArray().Select(e => e.Text("response.status")![..3]), Is.EqualTo(new[] { "200", "200", "404", "403" }), answer.Text);
        Assert.That((await Clinic.Auditor.All("/v1/audit?actor=user-1")).Where(r => r.Text("outcome") == "refused").Select(r => r.Text("resource")), Does.Contain("/fhir/R4/Patient"));
    }

    private Api App(string scope, string? patient = $"mrn-{Mine}") => Clinic.Service.Api(Issuer.Token(new { scope, patient }));
}
