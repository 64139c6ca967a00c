using System.Text;
using System.Text.Json.Nodes;
using AllianceApi.Shell;
using AllianceApi.Tests.Events.Webhooks;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>What is private stands in no log, metric, trace, refusal, header, event or delivery: values are planted and searched for.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class LeakTests(Store store)
{
    private const string Client = "plantedclient";
    private const string Episode = "plantedepisode";
    private const string Label = "PlantedLabel";
    private const string Reason = "PlantedReason";
    private const string RequestKey = "PlantedRequestKey";
    private const string Setting = "PlantedSetting";
    private const string Definition = "PlantedDefinition";
    private const string Odd = "\"1\":3,\"2\":1,\"3\":4,\"4\":1,\"5\":5";

    private static readonly double?[] Answers = [3, 1, 4, 1, 5, 2, 2, 5, 3, 5, 5, 4];

    // The answers as JSON, as they are stored, and parted by what else a log might part them with.
    private static readonly string[] Content = [Label, Reason, RequestKey, Setting, Definition, Odd, "314152253554", "3,1,4,1,5", "3, 1, 4, 1, 5", "3 1 4 1 5", "97.531"];
    private static readonly string[] Ids = [Client, Episode];

    private readonly List<Answer> _answers = [];
    private Clinic _clinic = null!;
    private Receiver _receiver = null!;
    private Traces _traces = null!;
    private string[] _tokens = [];

    [OneTimeSetUp]
    public async Task Open()
    {
        (_traces, _receiver) = (new Traces(), await Receiver.Open());
        _clinic = await Clinic.Open(store, new Dictionary<string, string?> { ["Webhooks:AllowPrivate"] = "true" });
        var webhook = await _clinic.Admin.Put("/v1/webhooks/leaks", new { url = _receiver.Url });
        await Live(_clinic, _answers);
        var link = await _clinic.Clinician.Post($"/v1/episodes/{Episode}/invitations", Access.World.Invitation());
        var token = link.Json.Text("url")!.Split('/')[^1];
        _answers.Add(await _clinic.Service.Api(null).Get($"/f/{token}", ("Referer", "https://mail.example")));
        _answers.Add(await _clinic.Service.Api(null).SendText(HttpMethod.Post, $"/f/{token}", $"a1={Label}&promise=x", "application/x-www-form-urlencoded"));
        _tokens = [RunningService.AdminKey, .. new[] { _clinic.Integration, _clinic.Clinician, _clinic.Auditor, _clinic.Supervisor }.Select(a => a.Key!), token, webhook.Json.Text("secret")!["whsec_".Length..]];
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await _clinic.DisposeAsync();
        await _receiver.DisposeAsync();
        _traces.Dispose();
    }

    [Test]
    public void TheScenarioMeetsEveryKindOfAnswer() =>
        Assert.That(_answers.Select(a => a.Status).Distinct(), Is.SupersetOf((int[])[200, 201, 304, 400, 401, 403, 404, 409, 412, 415, 422, 428, 500]), "each kind could leak in its own way");

    [Test]
    public void OurOwnLogsHoldNothingPrivateAtAnyLevel()
    {
        var log = _clinic.Service.LogOf("AllianceApi");
        Assert.That(log, Does.Contain("/v1/episodes/{episodeId}/responses").And.Contain(" broke: "), "requests and the fault are logged");
        HoldsNone(log, [.. Content, .. Ids, .. _tokens]);
    }

    // At Information and below the framework itself writes the paths of requests. The service ships with levels that keep them
    // out: here it runs with those, scopes included.
    [Test]
    public async Task NoLogHoldsAnythingPrivateAtTheLevelsThatAreShipped()
    {
        await using var clinic = await Clinic.Open(store, configure: builder => Logs.Levels(builder.Logging));
        var service = clinic.Service;
        await Live(clinic, []);
        Assert.That(service.Log, Does.Contain(" broke: "));
        HoldsNone(service.Log, [.. Content, .. Ids, RunningService.AdminKey, clinic.Clinician.Key!, clinic.Integration.Key!]);
    }

    [Test]
    public async Task MetricsHoldNothingPrivate()
    {
        var metrics = await _clinic.Service.Api(null).Get("/metrics");
        Assert.That(metrics.Text, Does.Contain("alliance_usecase_duration"));
        HoldsNone(metrics.Text, [.. Content, .. Ids, .. _tokens]);
    }

    // What any tracing that an operator plugs in would see: of ours, of the server, of the drivers and of the calls of webhooks.
    [Test]
    public void TracesHoldNothingPrivate()
    {
        var told = string.Join('\n', _traces.Told);
        Assert.That(told, Does.Contain("Microsoft.AspNetCore"), "requests are traced");
        HoldsNone(told, [.. Content, .. Ids, .. _tokens]);
    }

    [Test]
    public async Task EventsHoldIdsOfEpisodesAndNothingElse()
    {
        foreach (var by in (Api[])[_clinic.Integration, _clinic.Clinician])
        {
            var feed = (await by.Get("/v1/events?limit=500")).Text;
            Assert.That(feed, Does.Contain(Episode).And.Contain("response.created"));
            HoldsNone(feed, [.. Content, Client, .. _tokens]);
        }
    }

    [Test]
    public async Task DeliveriesOfWebhooksHoldIdsOfEpisodesAndNothingElse()
    {
        await _receiver.Until(all => all.Any(d => d.Type == "response.voided"));
        foreach (var delivery in _receiver.Deliveries)
        {
            HoldsNone($"{delivery}", [.. Content, Client, .. _tokens]);
        }
    }

    [Test]
    public void NobodyIsSentElsewhere() => Assert.That(_answers.Select(a => a.Status).Where(s => s is >= 300 and < 400).Distinct(), Is.EqualTo((int[])[304]), "no redirect could carry anything along");

    [Test]
    public void ProblemsHoldNothingPrivate()
    {
        foreach (var answer in _answers.Where(a => a.Problem is not null))
        {
            var json = answer.Json;
            json.Remove("instance"); // the caller's own path
            HoldsNone(json.ToJsonString(), [.. Content, .. Ids, .. _tokens]);
        }

        foreach (var answer in _answers.Where(a => a.Status >= 400 && a.Problem is null))
        {
            HoldsNone(answer.Text, [.. Content, .. Ids, .. _tokens]); // FHIR's outcomes, and the pages of a form
        }
    }

    [Test]
    public void HeadersHoldNothingPrivate()
    {
        foreach (var (name, value) in _answers.SelectMany(a => a.Headers))
        {
            HoldsNone(value, name is "Location" or "Link" ? [.. Content, .. _tokens] : [.. Content, .. Ids, .. _tokens]);
        }
    }

    private static void HoldsNone(string text, IEnumerable<string> planted)
    {
        foreach (var value in planted)
        {
            Assert.That(text.Contains(value, StringComparison.OrdinalIgnoreCase), Is.False, () => $"{value} stands in: {Around(text, value)}");
        }
    }

    private static string Around(string text, string value)
    {
        var at = text.IndexOf(value, StringComparison.OrdinalIgnoreCase);
        return text.Substring(Math.Max(0, at - 200), Math.Min(400, text.Length - Math.Max(0, at - 200)));
    }

    // Everything that can be done to a client's data, done rightly and wrongly.
    private static async Task Live(Clinic clinic, List<Answer> answers)
    {
        var (entering, own, other) = (clinic.Integration, clinic.Clinician, clinic.OtherClinician);
        async Task<Answer> Note(Task<Answer> sending)
        {
            answers.Add(await sending);
            return answers[^1];
        }

        var key = ("Idempotency-Key", RequestKey);
        await Note(entering.Put($"/v1/clients/{Client}", new { label = Label }));
        await Note(entering.Put($"/v1/episodes/{Episode}", new { clientId = Client, clinicianId = "th-1", instrument = "wai-sr", startedOn = "2024-01-01" }));
        var path = $"/v1/episodes/{Episode}/responses";
        var made = await Note(own.Post(path, Form(1), key));
        var response = made.Headers["Location"];
        await Note(own.Post(path, Form(1), key));
        await Note(own.Post(path, Form(2), key));
        await Note(own.Post(path, Clinic.Flat(1, 2)));
        await Note(own.Post(path, Clinic.Form(1, [3, 99])));
        await Note(own.Post(path, Clinic.Form(2, [3])));
        await Note(own.SendText(HttpMethod.Post, path, $"{{\"setting\":\"{Label}\",\"answers\":{{{Odd}}},"));
        await Note(own.SendText(HttpMethod.Post, path, Form(2).ToJsonString(), "text/plain"));
        await Note(own.Put(response, new { answers = Form(1)["answers"], reason = Reason }));
        await Note(own.Put(response, new { answers = Form(1)["answers"], reason = Reason }, ("If-Match", "\"9-0\"")));
        await Note(own.Put(response, new { answers = Clinic.Flat(1, 5)["answers"], reason = Reason }, ("If-Match", made.Tag!)));
        foreach (var by in (Api[])[own, other, clinic.Admin, clinic.Supervisor, clinic.Service.Api(null), clinic.Service.Api("aak_" + Label)])
        {
            foreach (var read in (string[])[$"/v1/clients/{Client}", $"/v1/episodes/{Episode}", path, response, $"/v1/episodes/{Episode}/trend", $"/v1/episodes/{Episode}/trend.svg", "/v1/caseload", $"/v1/episodes?clientId={Client}", $"/v1/clients/{Client}/no-such", $"/v1/alerts?label={Label}"])
            {
                var answer = await Note(by.Get(read));
                await Note(by.Get(read, ("If-None-Match", answer.Tag ?? "\"none\"")));
            }
        }

        foreach (var by in (Api[])[own, other, clinic.Supervisor, clinic.Service.Api(null)])
        {
            foreach (var read in (string[])[$"/fhir/R4/Observation?patient={Client}", $"/fhir/R4/Patient?identifier=urn:alliance:client|{Client}", $"/fhir/R4/QuestionnaireResponse/{Label}", $"/fhir/R4/Patient/{Client}", $"/fhir/R4/Patient?name={Label}"])
            {
                await Note(by.Get(read));
            }

            await Note(by.SendText(HttpMethod.Post, "/fhir/R4/QuestionnaireResponse", $"{{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"{Label}\",\"answers\":{{{Odd}}}}}", "application/fhir+json"));
        }

        await Note(clinic.Auditor.Get($"/v1/audit?clientId={Client}&limit=1"));
        await Note(own.Send(new HttpMethod("PURGE"), $"/v1/clients/{Client}", null));
        await Break(clinic, answers);
        await Note(own.Delete($"{response}?reason={Reason}", ("If-Match", "*")));
    }

    // A definition that somebody spoilt in the store: whatever reads it breaks, and says nothing of it.
    private static async Task Break(Clinic clinic, List<Answer> answers)
    {
        answers.Add(await clinic.Admin.Post("/v1/instruments", Access.World.Form("spoilt")));
        await using (var connection = clinic.Service.Connect())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE instruments SET definition = @Spoilt WHERE instrument = 'spoilt'";
            var spoilt = command.CreateParameter();
            (spoilt.ParameterName, spoilt.Value) = ("Spoilt", Encoding.UTF8.GetBytes($"{{\"{Definition}\": \"{Label}\""));
            command.Parameters.Add(spoilt);
            Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
        }

        var form = Form(3);
        form["instrument"] = "spoilt";
        var broken = await clinic.Clinician.Post($"/v1/episodes/{Episode}/responses", form);
        await ProblemDocument.IsWhole(clinic.Service, broken, 500, "unexpected");
        answers.Add(broken);
        answers.Add(await clinic.Clinician.Get("/v1/instruments/spoilt"));
    }

    private static JsonObject Form(int number)
    {
        var form = Clinic.Form(number, Answers);
        form["setting"] = Setting;
        form["durationSeconds"] = 97.531;
        return form;
    }
}
