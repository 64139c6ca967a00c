using AllianceApi.Access;
using AllianceApi.Fhir;
using AllianceApi.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Fhir;

/// <summary>Whatever is refused under /fhir is refused in FHIR's words, and what is offered is what is advertised.</summary>
internal sealed class FhirErrorTests : FhirFixture
{
    [Test]
    public async Task TheCapabilityStatementTellsOfExactlyTheRoutes()
    {
        var answer = Checked(await Clinic.Service.Api(null).Get($"{Base}/metadata"));
        Assert.That(answer.Status, Is.EqualTo(200));
        var rest = answer.Json["rest"]![0]!;
        var told = rest["resource"]!.AsArray().SelectMany(r => r!["interaction"]!.AsArray().Select(i => $"{r.Text("type")} {i.Text("code")}")
            .Concat((r["operation"]?.AsArray() ?? []).Select(o => $"{r.Text("type")} ${o.Text("name")}")));
        Assert.That(told, Is.EquivalentTo(FhirTable.Types.SelectMany(t => t.Interactions.Select(i => $"{t.Name} {i.Code}").Distinct()).Append("Patient $export")));
        Assert.That(rest["operation"]!.AsArray().Select(o => o.Text("name")), Is.EqualTo((string[])["export"]));
        Assert.That(Routes().Select(r => r.Name), Is.EquivalentTo(FhirTable.Types.SelectMany(t => t.Interactions.Select(i => $"{i.Method} {Base}/{t.Name}{i.Template}")).Concat(FhirRoutes.Bulk.Select(b => $"{b.Method} {Base}{b.Path}")).Append($"GET {Base}/metadata").Append($"POST {Base}")));
    }

    [Test]
    public void EveryRouteButTheCapabilityStatementNamesItsRight() =>
        Assert.That(Routes().Where(r => r.Endpoint.Metadata.GetMetadata<Allows>() is null).Select(r => r.Name), Is.EqualTo((string[])[$"GET {Base}/metadata"]));

    [Test]
    public async Task EveryRouteAsksForACredentialAndARight()
    {
        var clients = new Dictionary<Role, Api> { [Role.Admin] = Clinic.Admin, [Role.Integration] = Clinic.Integration, [Role.Clinician] = Clinic.Clinician, [Role.Supervisor] = Clinic.Supervisor, [Role.Auditor] = Clinic.Auditor };
        foreach (var (name, endpoint) in Routes().Where(r => !r.Name.EndsWith("/metadata", StringComparison.Ordinal)))
        {
            var (method, path) = (new HttpMethod(name.Split(' ')[0]), name.Split(' ')[1].Replace("{id}", "nothing", StringComparison.Ordinal).Replace("{vid}", "1", StringComparison.Ordinal));
            var stranger = Checked(await Clinic.Service.Api(null).SendText(method, path, "{}"));
            Assert.That((stranger.Status, Issues(stranger)[0]), Is.EqualTo((401, "error login http.Authorization")), name);
            Assert.That(stranger.Headers["WWW-Authenticate"], Does.StartWith("Bearer"));
            foreach (var (role, api) in clients)
            {
                var may = AccessRules.For(endpoint.Metadata.GetMetadata<Allows>()!.Operation, role) != Reach.None;
                var answer = Checked(await api.SendText(method, path, "{}"));
                Assert.That(answer.Status == 403, Is.EqualTo(!may), $"{role} {name}: {answer.Text}");
            }
        }
    }

    [TestCase("GET", "/fhir/R4/Nonsense", 404, "not-supported")]
    [TestCase("GET", "/fhir/R4/QuestionnaireResponse/nothing", 404, "not-found")]
    [TestCase("GET", "/fhir/R4/Observation/nothing", 404, "not-found")]
    [TestCase("GET", "/fhir/R4/Patient/nothing", 404, "not-found")]
    [TestCase("GET", "/fhir/R4/Questionnaire/nothing", 404, "not-found")]
    [TestCase("GET", "/fhir/R4/Encounter/nothing-1", 404, "not-found")]
    [TestCase("GET", "/fhir/R4/Provenance/nothing", 404, "not-found")]
    [TestCase("POST", "/fhir/R4/Observation", 405, "not-supported")]
    [TestCase("PUT", "/fhir/R4/Observation/x", 405, "not-supported")]
    [TestCase("DELETE", "/fhir/R4/QuestionnaireResponse/x", 405, "not-supported")]
    [TestCase("PATCH", "/fhir/R4/QuestionnaireResponse/x", 405, "not-supported")]
    [TestCase("GET", "/fhir/R4/QuestionnaireResponse?nonsense=1", 400, "not-supported")]
    [TestCase("GET", "/fhir/R4/Patient/x?nonsense=1", 400, "not-supported")]
    [TestCase("GET", "/fhir/R4/Patient?_format=xml", 406, "not-supported")]
    [TestCase("GET", "/fhir/R4/QuestionnaireResponse?_cursor=abc", 400, "invalid")]
    public async Task ARefusalIsAnOperationOutcome(string method, string path, int status, string code)
    {
        var answer = Checked(await Fhir.SendText(new HttpMethod(method), path, method == "GET" ? "" : "{}"));
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
        Assert.That(Issues(answer)[0], Does.StartWith($"error {code}"));
        Assert.That(answer.Json.Text("issue.0.details.text"), Is.Not.Empty);
        Assert.That(answer.Json["issue"]!.AsArray().Select(i => i.Text("expression.0")), Is.All.Not.Empty);
    }

    // The reader of the library loses its place here; found by the fuzz.
    [TestCase("""{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":[]}}]}""")]
    [TestCase("""{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":null,"id":1}}]}""")]
    [TestCase("""{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":{"x":1}}},null,5]}""")]
    public async Task ATypeThatIsNoTextIsRefused(string bundle)
    {
        var answer = Checked(await Fhir.SendText(HttpMethod.Post, Base, bundle, "application/fhir+json"));
        Assert.That(answer.Status, Is.EqualTo(400), answer.Text);
        Assert.That(Issues(answer), Is.Not.Empty);
    }

    [Test]
    public async Task WhatIsNotScoredHereIsRefusedPolitely() =>
        Assert.That((await Fhir.SendText(HttpMethod.Post, $"{Base}/Observation", "{}")).Text, Does.Contain("Send the QuestionnaireResponse only"));

    [Test]
    public async Task MediaTypesAndSizes()
    {
        var episode = await NewEpisode();
        var form = Response(episode).ToJsonString();
        using (Assert.EnterMultipleScope())
        {
            foreach (var type in (string[])["application/json", "application/fhir+json", "application/json; charset=UTF-8", "application/fhir+json;charset=iso-8859-1"])
            {
                Assert.That(Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/QuestionnaireResponse", form, type)).Status, Is.AnyOf(200, 201), type);
            }

            foreach (var type in (string[])["text/plain", "application/fhir+xml"])
            {
                Assert.That(Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/QuestionnaireResponse", form, type)).Status, Is.EqualTo(415), type);
            }

            foreach (var accept in (string[])["application/fhir+json", "application/json", "*/*", "text/html, application/*;q=0.5", "application/fhir+json; fhirVersion=4.0"])
            {
                Assert.That((await Get("metadata", null, ("Accept", accept))).Status, Is.EqualTo(200), accept);
            }

            Assert.That((await Get("Patient", null, ("Accept", "application/fhir+xml"))).Status, Is.EqualTo(406));
            Assert.That((await Get("Patient?_format=application/fhir%2Bjson", null, ("Accept", "application/xml"))).Status, Is.EqualTo(200));
            var big = Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/QuestionnaireResponse", new string(' ', 200_000)));
            Assert.That((big.Status, Issues(big)[0]), Is.EqualTo((413, "error too-long QuestionnaireResponse")));
            Assert.That((await Get("metadata", null, ("X-Request-Id", "abc-1"))).Headers["X-Request-Id"], Is.EqualTo("abc-1"));
        }
    }

    [Test]
    public async Task TooManyRequestsAreAnOutcomeToo()
    {
        await using var clinic = await Clinic.Open(new Dictionary<string, string?> { ["RateLimit:RequestsPerSecond"] = "5" });
        Answer? limited = null;
        for (var i = 0; i < 40 && limited?.Status != 429; i++)
        {
            limited = Checked(await clinic.Integration.Get($"{Base}/Questionnaire/wai-sr"));
        }

        Assert.That((limited!.Status, Issues(limited)[0]), Is.EqualTo((429, "error throttled http.RateLimit")));
        Assert.That(limited.Headers, Contains.Key("Retry-After"));
    }

    [Test]
    public async Task PreferDecidesWhatComesBack()
    {
        var episode = await NewEpisode();
        var minimal = await Create(Response(episode, 1), null, ("Prefer", "return=minimal"));
        var outcome = await Create(Response(episode, 2), null, ("Prefer", "return=OperationOutcome"));
        Assert.That((minimal.Status, minimal.Body.Length), Is.EqualTo((201, 0)));
        Assert.That(minimal.Headers, Contains.Key("Location"));
        Assert.That((outcome.Status, Issues(outcome)), Is.EqualTo((201, (string[])["information informational"])));
        var path = new Uri(minimal.Headers["Location"]).PathAndQuery.Split("/_history")[0];
        Assert.That((await Fhir.Get(path, ("If-None-Match", "W/\"1\""))).Status, Is.EqualTo(304));
    }

    private IEnumerable<(string Name, RouteEndpoint Endpoint)> Routes() =>
        from endpoint in Clinic.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.RoutePattern.RawText!.StartsWith(Base, StringComparison.Ordinal) && !endpoint.RoutePattern.RawText.Contains("/.well-known/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select ($"{method} {endpoint.RoutePattern.RawText}", endpoint);
}
