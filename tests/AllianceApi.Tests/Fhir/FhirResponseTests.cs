using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Fhir;

/// <summary>Filled forms over FHIR: one response, the same as over our own API.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class FhirResponseTests(Store store) : FhirFixture(store)
{
    [Test]
    public async Task AResponseIsReadableInBothAndScoredAlike()
    {
        var episode = await NewEpisode();
        double?[] answers = [4, 5, 3, 4, null, 2, 5, 3, 4, 4, 1, 5];
        var answer = await Create(Response(episode, 3, answers, NewName()));
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        var (id, made) = (answer.Json.Text("id")!, answer.Json);
        var own = await Clinic.Integration.Read($"/v1/responses/{id}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Headers["Location"], Does.EndWith($"{Base}/QuestionnaireResponse/{id}/_history/1"));
            Assert.That(answer.Tag, Is.EqualTo("W/\"1\""));
            Assert.That(answer.Headers, Contains.Key("Last-Modified"));
            Assert.That(own.Text("episodeId"), Is.EqualTo(episode));
            Assert.That(own.Text("rater"), Is.EqualTo("client"));
            Assert.That(own["answers"]!.AsObject(), Has.Count.EqualTo(11));
            Assert.That(made.Text("questionnaire"), Is.EqualTo(WaiSr));
            Assert.That(made.Text("subject.identifier.value"), Is.EqualTo($"c-{episode}"));
            Assert.That(made.Text("subject.reference"), Does.StartWith("Patient/"));
            Assert.That(made.Text("encounter.identifier.value"), Is.EqualTo($"{episode}/1"));
        }

        var scores = await Walk($"Observation?derived-from=QuestionnaireResponse/{id}");
        Assert.That(scores, Has.Count.EqualTo(5));
        foreach (var scale in (string[])["bond", "goal", "task", "total"])
        {
            var observation = scores.Single(s => s["code"]!["coding"]!.AsArray().Any(c => c.Text("code") == scale));
            Assert.That(observation["valueQuantity"]!["value"]!.ToJsonString(), Is.EqualTo(own.Score(scale)["mean"]!.ToJsonString()), "to the digit");
            Assert.That(observation.Number("referenceRange.0.low.value"), Is.EqualTo(1));
            Assert.That(observation.Number("referenceRange.0.high.value"), Is.EqualTo(5));
        }
    }

    [Test]
    public async Task TheSameIdentifierIsTheSameResource()
    {
        var episode = await NewEpisode();
        var form = Response(episode, 1, 4, NewName());
        var made = await Made(form);
        var again = await Create(form);
        var other = await Create(Response(episode, 1, 3, (string)form["identifier"]!["value"]!));
        var elsewhere = await Create(Response(episode, 2, 4, (string)form["identifier"]!["value"]!), null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Status, again.Json.Text("id")), Is.EqualTo((200, made.Text("id"))));
            Assert.That(again.Headers["Location"], Does.Contain(made.Text("id")!));
            Assert.That((other.Status, Issues(other)[0]), Is.EqualTo((409, "error duplicate QuestionnaireResponse")), other.Text);
            Assert.That((elsewhere.Status, elsewhere.Json.Text("id")), Is.EqualTo((200, made.Text("id"))), "the same answers under the same name");
        }
    }

    [Test]
    public async Task WithoutAnIdentifierTheSessionDecides()
    {
        var episode = await NewEpisode();
        var made = await Made(Response(episode));
        var again = await Create(Response(episode));
        var other = await Create(Response(episode, 1, 2));
        Assert.That((again.Status, again.Json.Text("id")), Is.EqualTo((200, made.Text("id"))));
        Assert.That((other.Status, Issues(other)[0]), Is.EqualTo((409, "error duplicate QuestionnaireResponse")));
    }

    [Test]
    public async Task AConditionalCreateStoresNothingWhereThereIsAMatch()
    {
        var episode = await NewEpisode();
        var name = NewName();
        var condition = ("If-None-Exist", $"identifier=urn:test|{name}");
        var made = await Create(Response(episode, 1, 4, name), null, condition);
        var match = await Create(Response(episode, 2, 2, name), null, condition);
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        Assert.That((match.Status, match.Json.Text("id"), match.Tag), Is.EqualTo((200, made.Json.Text("id"), "W/\"1\"")), match.Text);
        Assert.That(await Clinic.Integration.All($"/v1/episodes/{episode}/responses"), Has.Count.EqualTo(1));
        var unsupported = await Create(Response(episode, 3), null, ("If-None-Exist", "authored=2024-01-01"));
        Assert.That(unsupported.Status, Is.EqualTo(400));
    }

    [Test]
    public async Task AnUpdateScoresAnewAndKeepsWhatWas()
    {
        var episode = await NewEpisode();
        var made = await Made(Response(episode, 1, 4, NewName()));
        var id = made.Text("id")!;
        made["item"]!.AsArray()[0]!["answer"]![0]!["valueInteger"] = 2;
        var bare = await Put(made, null);
        var stale = await Put(made, "W/\"9\"");
        var done = await Put(made, "W/\"1\"");
        var scores = await Walk($"Observation?derived-from=QuestionnaireResponse/{id}");
        var history = await Read($"QuestionnaireResponse/{id}/_history");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((bare.Status, stale.Status), Is.EqualTo((412, 412)));
            Assert.That((done.Status, done.Tag, done.Json.Text("status")), Is.EqualTo((200, "W/\"2\"", "amended")), done.Text);
            Assert.That(done.Json.Text("identifier.value"), Is.EqualTo(made.Text("identifier.value")));
            Assert.That(scores.Select(s => (s.Text("status"), s.Text("meta.versionId"))).Distinct(), Is.EqualTo(new[] { ((string?)"amended", (string?)"2") }));
            Assert.That(scores.Select(s => s.Text("id")), Is.EqualTo(Enumerable.Range(0, 5).Select(i => $"{id}-{i}")), "ids stay");
            Assert.That(history["entry"]!.AsArray().Select(e => e.Text("resource.meta.versionId")), Is.EqualTo((string[])["2", "1"]));
            Assert.That((await Read($"QuestionnaireResponse/{id}/_history/1")).Whole("item.0.answer.0.valueInteger"), Is.EqualTo(4));
            Assert.That((await Get($"QuestionnaireResponse/{id}/_history/7")).Status, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task EnteredInErrorTakesItOutOfWhatCounts()
    {
        var episode = await NewEpisode();
        var form = Response(episode, 1, 4, NewName());
        var made = await Made(form);
        var id = made.Text("id")!;
        made["status"] = "entered-in-error";
        var done = await Put(made, "W/\"1\"");
        var scores = await Walk($"Observation?derived-from=QuestionnaireResponse/{id}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((done.Status, done.Json.Text("status")), Is.EqualTo((200, "entered-in-error")), done.Text);
            Assert.That(scores.Select(s => s.Text("status")), Is.All.EqualTo("entered-in-error").And.Exactly(5).Items);
            Assert.That((await Clinic.Integration.Read($"/v1/responses/{id}")).Text("status"), Is.EqualTo("void"));
            Assert.That((await Get($"QuestionnaireResponse/{id}")).Json.Text("status"), Is.EqualTo("entered-in-error"));
            Assert.That((await Fhir.Delete($"{Base}/QuestionnaireResponse/{id}")).Status, Is.EqualTo(405));
            var late = await Create(form);
            Assert.That((late.Status, late.Json.Text("id")), Is.EqualTo((200, id)), "a late repetition brings nothing back");
        }
    }

    [Test]
    public async Task EveryProblemIsToldAtOnceWithItsPlace()
    {
        var form = Response("nobody-at-all");
        form["questionnaire"] = "http://elsewhere.example/Questionnaire/x";
        form["authored"] = "2024-01-01";
        form["status"] = "in-progress";
        form["basedOn"] = new JsonArray(new JsonObject { ["reference"] = "http://elsewhere.example/CarePlan/1" });
        var answer = await Create(form);
        Assert.That(answer.Status, Is.EqualTo(422));
        Assert.That(Issues(answer), Is.EquivalentTo((string[])
        [
            "error business-rule QuestionnaireResponse.status", "error not-found QuestionnaireResponse.questionnaire", "error not-found QuestionnaireResponse.subject",
            "error value QuestionnaireResponse.authored", "error not-supported QuestionnaireResponse.basedOn[0].reference",
        ]));
    }

    [Test]
    public async Task WrongAnswersAreToldByTheirItem()
    {
        var episode = await NewEpisode();
        var form = Response(episode);
        var items = form["item"]!.AsArray();
        items[0]!["answer"]![0]!["valueInteger"] = 9;
        items[1]!["linkId"] = "/44250-9";
        items[2]!["answer"] = new JsonArray(new JsonObject { ["valueString"] = "4" });
        items[3]!["answer"]!.AsArray().Add(new JsonObject { ["valueInteger"] = 3 });
        items[5]!["linkId"] = "5";
        var nested = items[6]!.DeepClone();
        items[7]!["item"] = new JsonArray(nested);
        var answer = await Create(form);
        string[] told =
        [
            "error invariant QuestionnaireResponse.item[0].answer[0].value", "error not-found QuestionnaireResponse.item[1].linkId", "error value QuestionnaireResponse.item[2].answer[0].value",
            "error structure QuestionnaireResponse.item[3].answer[1]", "error structure QuestionnaireResponse.item[5]", "error structure QuestionnaireResponse.item[7].item[0]",
        ];
        Assert.That((answer.Status, Issues(answer)), Is.EqualTo((422, told)).Using<(int, IEnumerable<string>)>((a, b) => a.Item1 == b.Item1 && a.Item2.Order().SequenceEqual(b.Item2.Order())), answer.Text);
        var validated = Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/QuestionnaireResponse/$validate", form.ToJsonString()));
        Assert.That((validated.Status, Issues(validated)), Is.EqualTo((200, told)).Using<(int, IEnumerable<string>)>((a, b) => a.Item1 == b.Item1 && a.Item2.Order().SequenceEqual(b.Item2.Order())));
        Assert.That(await Clinic.Integration.All($"/v1/episodes/{episode}/responses"), Is.Empty);
    }

    [Test]
    public async Task WhatIsNoFhirIsRefusedElementByElement()
    {
        var form = Response("any");
        form["status"] = "nonsense";
        form["foo"] = 1;
        form["item"]![0]!["answer"]![0]!["valueInteger"] = "4";
        var answer = await Create(form);
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(Issues(answer), Is.EquivalentTo((string[])
            ["error code-invalid QuestionnaireResponse.status", "error structure QuestionnaireResponse.foo", "error value QuestionnaireResponse.item[0].answer[0].value"]));
        Assert.That(answer.Text, Does.Not.Contain("nonsense"), "values are not repeated");
        foreach (var body in (string[])["", "[]", "{", "{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\",\"status\":\"completed\"}", "{\"resourceType\":\"Nope\",\"id\":\"1\"}"])
        {
            Assert.That(Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/QuestionnaireResponse", body)).Status, Is.EqualTo(400), body);
        }
    }

    [Test]
    public async Task TheEpisodeIsNamedOrTheOnlyOpenOne()
    {
        var first = await NewEpisode();
        var second = $"{first}-second";
        await Clinic.Integration.Put($"/v1/episodes/{second}?create=true", new { clientId = $"c-{first}", clinicianId = "th-2", instrument = "wai-sr", startedOn = "2024-01-01" });
        var unclear = await Create(Response(first));
        var named = Response(first, 1);
        named["encounter"] = Identified("Encounter", "urn:alliance:episode", second);
        var byExtension = Response(first, 2);
        byExtension["extension"] = new JsonArray(new JsonObject { ["url"] = "urn:alliance:episode", ["valueString"] = first });
        var byAuthor = Response(first, 3);
        byAuthor["author"] = Identified("Practitioner", "urn:alliance:clinician", "th-2");
        var bySession = Response(first, 4);
        bySession["encounter"] = Identified("Encounter", "urn:alliance:session", $"{first}/7");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((unclear.Status, unclear.Text), Is.EqualTo((422, unclear.Text)));
            Assert.That(unclear.Text, Does.Contain("urn:alliance:episode"));
            Assert.That(await EpisodeOf(await Made(named)), Is.EqualTo((second, 1)));
            Assert.That(await EpisodeOf(await Made(byExtension)), Is.EqualTo((first, 1)));
            Assert.That(await EpisodeOf(await Made(byAuthor)), Is.EqualTo((second, 2)));
            Assert.That(await EpisodeOf(await Made(bySession)), Is.EqualTo((first, 7)));
        }
    }

    [Test]
    public async Task AVisitOfAnotherSystemHoldsTheFormsOfBothRatersTogether()
    {
        var episode = await NewEpisode();
        var client = Response(episode, 1);
        client["encounter"] = Identified("Encounter", "urn:ehr:visit", "V-77");
        var therapist = Response(episode, 1, 3);
        therapist["authored"] = "2024-01-08T18:30:00Z";
        therapist["encounter"] = Identified("Encounter", "urn:ehr:visit", "V-77");
        therapist["source"] = Identified("Practitioner", "urn:alliance:clinician", "th-1");
        var (one, two) = (await Made(client), await Made(therapist));
        Assert.That(await EpisodeOf(two), Is.EqualTo(await EpisodeOf(one)));
        Assert.That(one.Text("encounter.identifier.value"), Is.EqualTo("V-77"));
        Assert.That((await Walk("QuestionnaireResponse?encounter:identifier=urn:ehr:visit|V-77")).Select(r => r.Text("id")), Is.EquivalentTo((string?[])[one.Text("id"), two.Text("id")]));
    }

    [Test]
    public async Task ScoresThatAreSentAlongAreComparedAndNeverTrusted()
    {
        var episode = await NewEpisode();
        var form = Response(episode);
        form["item"]!.AsArray().Add(new JsonObject { ["linkId"] = "score-bond", ["answer"] = new JsonArray(new JsonObject { ["valueDecimal"] = 4.9 }) });
        var validated = Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/QuestionnaireResponse/$validate", form.ToJsonString()));
        Assert.That(Issues(validated), Is.EqualTo((string[])["warning business-rule QuestionnaireResponse.item[12].answer[0].value"]));
        var made = await Create(form, null, ("Prefer", "return=OperationOutcome"));
        Assert.That((made.Status, Issues(made)), Is.EqualTo((201, Issues(validated))));
    }

    private async Task<(string? Episode, int? Number)> EpisodeOf(JsonObject made)
    {
        var own = await Clinic.Integration.Read($"/v1/responses/{made.Text("id")}");
        return (own.Text("episodeId"), own.Whole("session.number"));
    }
}
