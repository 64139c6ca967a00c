using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Fhir;

/// <summary>Scores and estimates as Observations.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class FhirObservationTests(Store store) : FhirFixture(store)
{
    [Test]
    public async Task ScoresAreTheSameWhicheverDoorTheFormCameBy()
    {
        var (over, own) = (await NewEpisode(), await NewEpisode());
        double?[] answers = [5, 4, 3, null, 2, 4, 5, 1, 3, 4, 2, 5];
        var made = await Made(Response(over, 1, answers));
        var entered = await Clinic.Enter(own, Clinic.Form(1, answers));
        var scores = await Walk($"Observation?derived-from=QuestionnaireResponse/{made.Text("id")}");
        var others = await Walk($"Observation?derived-from=QuestionnaireResponse/{entered.Text("id")}");
        Assert.That(scores.Select(Value), Is.EqualTo(others.Select(Value)));
        Assert.That(others.Select(Value).Skip(1), Is.EqualTo(entered["scores"]!.AsArray().Select(s => s!["mean"]!.ToJsonString())));
        Assert.That(others.Skip(1).Select(o => Component(o, "sum")), Is.EqualTo(entered["scores"]!.AsArray().Select(s => s!["sum"]!.ToJsonString())));
    }

    [Test]
    public async Task AScaleWithTooFewAnswersHasNoValue()
    {
        var episode = await NewEpisode();
        var made = await Made(Response(episode, 1, [4, 4, 4, 4, null, 4, null, 4, null, 4, 4, 4]));
        var scores = await Walk($"Observation?derived-from=QuestionnaireResponse/{made.Text("id")}");
        var unscored = scores.Skip(1).Where(s => s["valueQuantity"] is null).ToList();
        Assert.That(unscored, Is.Not.Empty);
        Assert.That(unscored.Select(s => s.Text("dataAbsentReason.coding.0.code")), Is.All.EqualTo("unknown"));
    }

    [Test]
    public async Task EstimatesCarryTheirIntervalsAndTheirMethod()
    {
        var episode = await NewEpisode();
        for (var session = 1; session <= 6; session++)
        {
            await Made(Response(episode, session, session % 2 == 0 ? 4 : 3));
        }

        var trend = await Clinic.Trend(episode);
        var estimates = await Walk($"Observation?patient:identifier={ClientSystem}|c-{episode}&code=trend");
        var total = estimates.Single(e => e.Text("code.coding.0.code") == "wai-sr.client.total.trend");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(estimates, Has.Count.EqualTo(4));
            Assert.That(Value(total), Is.EqualTo(trend.Scale()["level"]!["value"]!.ToJsonString()));
            Assert.That(Component(total, "level-low"), Is.EqualTo(trend.Scale()["level"]!["low"]!.ToJsonString()));
            Assert.That(Component(total, "slope"), Is.EqualTo(trend.Scale()["slope"]!["perSession"]!.ToJsonString()));
            Assert.That(total.Text("method.coding.0.code"), Is.EqualTo("alliance-trend/1"));
            Assert.That(total["derivedFrom"]!.AsArray(), Has.Count.EqualTo(6));
            Assert.That(total["note"], Is.Not.Null);
            Assert.That((await Read($"Observation/{total.Text("id")}")).ToJsonString(), Is.EqualTo(total.ToJsonString()));
            var score = total.Text("derivedFrom.0.reference")!;
            Assert.That((await Walk($"Observation?derived-from={score}")).Select(o => o.Text("id")), Is.EqualTo(new[] { total.Text("id") }));
        }
    }

    [Test]
    public async Task ASupervisorSeesEstimatesAndNoScores()
    {
        var episode = await NewEpisode();
        for (var session = 1; session <= 3; session++)
        {
            await Made(Response(episode, session));
        }

        var seen = await Walk($"Observation?patient:identifier={ClientSystem}|c-{episode}", Clinic.Supervisor);
        Assert.That(seen, Has.Count.EqualTo(4));
        Assert.That(seen.SelectMany(o => o["code"]!["coding"]!.AsArray()).Select(c => c.Text("code")), Has.Exactly(4).EqualTo("trend"));
        Assert.That(seen.Select(o => o["derivedFrom"]), Is.All.Null, "which forms they come from is a matter of scores");
        Assert.That((await Get("QuestionnaireResponse", Clinic.Supervisor)).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task ObservationsAreFoundByWhatTheyAre()
    {
        var episode = await NewEpisode();
        var (low, high) = (await Made(Response(episode, 1, 2)), await Made(Response(episode, 2, 5)));
        var patient = $"Observation?patient:identifier={ClientSystem}|c-{episode}";
        (string Query, int Count)[] expected =
        [
            ("", 14), ("&category=survey", 14), ("&category=http://terminology.hl7.org/CodeSystem/observation-category|survey", 14), ("&category=laboratory", 0), ("&code=bond", 2),
            ("&code=wai-sr.client.total", 2), ("&code=bond,goal", 4), ("&code=panel", 2), ("&code=trend", 4), ("&date=2024-01-08", 5), ("&date=ge2024-01-15", 9), ("&status=final", 14), ("&status=amended", 0),
            ("&value-quantity=ge5", 4), ("&code=total&value-quantity=lt3", 1), ("&code=total&value-quantity=2||{score}", 1),
            ($"&derived-from=QuestionnaireResponse/{low.Text("id")}", 5), ($"&has-member=Observation/{low.Text("id")}-2", 1), ($"&_id={low.Text("id")}-1", 1),
            ($"&identifier=urn:alliance:observation|{high.Text("id")}-0", 1), ($"&performer={low.Text("subject.reference")}", 14), ("&performer:identifier=urn:alliance:clinician|th-1", 0),
        ];
        using (Assert.EnterMultipleScope())
        {
            foreach (var (query, count) in expected)
            {
                Assert.That(await Walk(patient + query), Has.Count.EqualTo(count), query);
                Assert.That((await Read($"{patient}{query}&_summary=count")).Whole("total"), Is.EqualTo(count), query);
                Assert.That((await Walk($"{patient}{query}&_count=3&_sort=-date")).Select(o => o.Text("id")), Is.Unique.And.Exactly(count).Items, query);
                Assert.That((await Walk($"{patient}{query}&_count=2&_sort=_lastUpdated")).Select(o => o.Text("id")), Is.Unique.And.Exactly(count).Items, query);
            }

            Assert.That((await Get($"{patient}&value-quantity=much")).Status, Is.EqualTo(400));
            var last = Matches(await Read($"Observation/$lastn?patient:identifier={ClientSystem}|c-{episode}&category=survey&code=total")).Single();
            Assert.That(last.Text("derivedFrom.0.reference"), Is.EqualTo($"QuestionnaireResponse/{high.Text("id")}"));
            Assert.That(Matches(await Read($"Observation/$lastn?patient:identifier={ClientSystem}|c-{episode}&code=total&max=2")).Count(), Is.EqualTo(2));
        }
    }

    [Test]
    public async Task EachScoringHasItsProvenance()
    {
        var episode = await NewEpisode();
        var made = await Made(Response(episode));
        made["item"]![0]!["answer"]![0]!["valueInteger"] = 1;
        await Put(made, "W/\"1\"");
        var found = await Walk($"Provenance?target=Observation/{made.Text("id")}-1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Select(p => p.Text("activity.coding.0.code")), Is.EqualTo((string[])["CREATE", "UPDATE"]));
            Assert.That(found.Select(p => p.Text("entity.0.what.reference")), Is.EqualTo(Enumerable.Range(1, 2).Select(v => $"QuestionnaireResponse/{made.Text("id")}/_history/{v}")));
            Assert.That(found.Select(p => p["target"]!.AsArray().Count), Is.All.EqualTo(5));
            Assert.That(await Walk($"Provenance?patient:identifier={ClientSystem}|c-{episode}"), Has.Count.EqualTo(2));
            Assert.That((await Get("Provenance")).Status, Is.EqualTo(400));
        }
    }

    [Test]
    public async Task ExtractionGivesTheObservationsAndStoresNothing()
    {
        var episode = await NewEpisode();
        var form = Response(episode);
        var imagined = Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/QuestionnaireResponse/$extract", form.ToJsonString()));
        Assert.That(imagined.Status, Is.EqualTo(200), imagined.Text);
        Assert.That(await Clinic.Integration.All($"/v1/episodes/{episode}/responses"), Is.Empty);
        var made = await Made(form);
        var (first, second) = (Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/QuestionnaireResponse/{made.Text("id")}/$extract", "")), Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/QuestionnaireResponse/{made.Text("id")}/$extract", "")));
        Assert.That(first.Text, Is.EqualTo(second.Text), "a second run is the same");
        Assert.That(first.Json["entry"]!.AsArray().Select(e => Value(e!["resource"]!)), Is.EqualTo(imagined.Json["entry"]!.AsArray().Select(e => Value(e!["resource"]!))));
        Assert.That(first.Json["entry"]!.AsArray().Select(e => e.Text("resource.id")), Is.EqualTo((await Walk($"Observation?derived-from=QuestionnaireResponse/{made.Text("id")}")).Select(o => o.Text("id"))));
    }

    private static string? Value(JsonNode observation) => observation["valueQuantity"]?["value"]?.ToJsonString();

    private static string? Component(JsonNode observation, string code) =>
        observation["component"]!.AsArray().Single(c => c.Text("code.coding.0.code") == code)!["valueQuantity"]!["value"]!.ToJsonString();
}
