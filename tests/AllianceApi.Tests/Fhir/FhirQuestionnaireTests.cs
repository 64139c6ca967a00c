using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Fhir;

/// <summary>Instruments as Questionnaires, both ways, and what real clients send.</summary>
internal sealed class FhirQuestionnaireTests : FhirFixture
{
    [Test]
    public async Task EveryInstrumentIsAQuestionnaireWithoutWordsThatAreNotOurs()
    {
        var own = (await Clinic.Integration.All("/v1/instruments")).Select(i => i.Text("id")).Distinct();
        var all = await Walk("Questionnaire?_count=3");
        var wai = await Read("Questionnaire/wai-sr");
        var check = await Get("Questionnaire/alliance-check", null, ("Accept-Language", "de-CH, en;q=0.5"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(all.Select(q => q.Text("identifier.0.value")).Distinct(), Is.EquivalentTo(own));
            Assert.That(wai["item"]!.AsArray().Take(12).Select(i => $"{i.Text("linkId")} {i.Text("text")} {i.Text("type")}"), Is.EqualTo(Enumerable.Range(1, 12).Select(n => $"{n} Item {n} integer")));
            Assert.That($"{wai.Text("url")}|{wai.Text("version")}", Is.EqualTo(WaiSr));
            Assert.That(check.Json.Text("language"), Is.EqualTo("de"));
            Assert.That(check.Json.Text("item.0.text"), Does.StartWith("Heute konnte ich"));
            Assert.That(Matches(await Read($"Questionnaire?url={Uri.EscapeDataString(wai.Text("url")!)}&version=2006&status=active")).Single().Text("id"), Is.EqualTo("wai-sr"));
            Assert.That(Matches(await Read("Questionnaire?title:contains=working%20alliance")), Is.Not.Empty);
            Assert.That((await Get("Questionnaire/wai-sr", null, ("If-None-Match", (await Get("Questionnaire/wai-sr")).Tag!))).Status, Is.EqualTo(304));
        }
    }

    [Test]
    public async Task AQuestionnaireThatCanBeScoredMakesAnInstrument()
    {
        var form = Form("house-form");
        var made = await Create(form, Clinic.Admin);
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        var own = await Clinic.Integration.Read("/v1/instruments/house-form");
        Assert.That(own["scales"]!.AsArray().Select(s => $"{s.Text("scale")} {string.Join(',', s!["items"]!.AsArray())}"), Is.EqualTo((string[])["bond 1,2", "task 3,4", "total 1,2,3,4"]));
        var episode = await NewEpisode();
        var response = Response(episode, 1, [1, 2, 3, 4]);
        response["questionnaire"] = "Questionnaire/house-form";
        var filed = await Made(response);
        Assert.That(filed.Text("questionnaire"), Does.EndWith("/Questionnaire/house-form|1"), "a relative name is written out, with its version");
        Assert.That((await Create(form, Clinic.Admin)).Status, Is.EqualTo(200), "the same again");
    }

    [Test]
    public async Task OurOwnQuestionnairesMakeTheSameInstrumentElsewhere()
    {
        var wai = await Read("Questionnaire/wai-sr");
        wai["url"] = "http://elsewhere.example/Questionnaire/wai-copy";
        wai.Remove("id");
        var made = await Create(wai, Clinic.Admin);
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        var (copy, own) = (await Clinic.Integration.Read("/v1/instruments/wai-copy"), await Clinic.Integration.Read("/v1/instruments/wai-sr"));
        Assert.That(copy["scales"]!.ToJsonString(), Is.EqualTo(own["scales"]!.ToJsonString()));
        Assert.That(copy["raters"]!.ToJsonString(), Is.EqualTo(own["raters"]!.ToJsonString()));
    }

    [Test]
    public async Task WhatCanNotBeScoredIsToldPieceByPiece()
    {
        var form = Form("broken");
        form.Remove("version");
        form.Remove("copyright");
        form["item"]![0]!["item"]![0]!["type"] = "string";
        form["item"]![1]!["item"]![1]!["linkId"] = "2";
        var answer = await Create(form, Clinic.Admin);
        Assert.That(answer.Status, Is.EqualTo(422));
        Assert.That(Issues(answer).Where(i => i.StartsWith("error", StringComparison.Ordinal)), Is.EquivalentTo((string[])
            ["error business-rule Questionnaire.item[0].item[0]", "error duplicate Questionnaire.item[1].item[1].linkId", "error required Questionnaire.version", "error required Questionnaire.copyright"]));
        Assert.That((await Create(Form("denied"))).Status, Is.EqualTo(403));
        var stateless = Form("stateless");
        stateless.Remove("status");
        var refused = await Create(stateless, Clinic.Admin);
        Assert.That((refused.Status, Issues(refused)), Is.EqualTo((400, (string[])["error required Questionnaire.status"])));
    }

    [Test]
    public async Task WhatLFormsSendsIsTaken()
    {
        var episode = await NewEpisode();
        var form = Response(episode);
        form["id"] = "QR-123";
        form["meta"] = new JsonObject
        {
            ["profile"] = new JsonArray("http://hl7.org/fhir/4.0/StructureDefinition/QuestionnaireResponse"),
            ["tag"] = new JsonArray(new JsonObject { ["code"] = "lformsVersion: 40.1.3" }),
            ["versionId"] = "77",
        };
        var made = await Made(form);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Text("id"), Is.Not.EqualTo("QR-123"));
            Assert.That(made.Text("meta.versionId"), Is.EqualTo("1"));
            Assert.That(made.Text("meta.tag.0.code"), Is.EqualTo("lformsVersion: 40.1.3"));
            Assert.That(made["meta"]!["profile"]!.AsArray(), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task AQuestionnaireExtensionInPlaceOfItsValueIsReadAndRefused()
    {
        var episode = await NewEpisode();
        var form = Response(episode);
        form.Remove("questionnaire");
        form["_questionnaire"] = new JsonObject { ["extension"] = new JsonArray(new JsonObject { ["url"] = "http://hl7.org/fhir/StructureDefinition/display", ["valueString"] = "WAI" }) };
        var answer = await Create(form);
        Assert.That((answer.Status, Issues(answer)), Is.EqualTo((422, (string[])["error required QuestionnaireResponse.questionnaire"])));
    }

    [Test]
    public async Task EveryCodeAndExtensionOfOursCanBeLookedUp()
    {
        var episode = await NewEpisode();
        await Made(Response(episode));
        var used = (await Walk($"Observation?patient:identifier={ClientSystem}|c-{episode}"))
            .SelectMany(o => o["code"]!["coding"]!.AsArray().Concat((o["component"]?.AsArray() ?? []).SelectMany(c => c!["code"]!["coding"]!.AsArray()))).ToList();
        var system = Matches(await Read($"CodeSystem?url={Uri.EscapeDataString(used[0].Text("system")!)}")).Single();
        var known = system["concept"]!.AsArray().Select(c => c.Text("code")).ToHashSet();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(used.Select(c => c.Text("code")).Where(c => !known.Contains(c)), Is.Empty);
            Assert.That(Matches(await Read("ValueSet")).Single().Text("compose.include.0.system"), Is.EqualTo(system.Text("url")));
            foreach (var extension in (await Read("Questionnaire/wai-sr"))["extension"]!.AsArray())
            {
                Assert.That(Matches(await Read($"StructureDefinition?url={Uri.EscapeDataString(extension.Text("url")!)}")).Count(), Is.EqualTo(1));
            }
        }
    }

    private static JsonObject Form(string name)
    {
        JsonObject Item(string link) => new()
        {
            ["linkId"] = link,
            ["type"] = "integer",
            ["text"] = $"Item {link}",
            ["extension"] = new JsonArray(
                new JsonObject { ["url"] = "http://hl7.org/fhir/StructureDefinition/minValue", ["valueInteger"] = 1 },
                new JsonObject { ["url"] = "http://hl7.org/fhir/StructureDefinition/maxValue", ["valueInteger"] = 5 }),
        };
        JsonObject Group(string link, params string[] items) => new() { ["linkId"] = link, ["type"] = "group", ["item"] = new JsonArray([.. items.Select(Item)]) };
        return new JsonObject
        {
            ["resourceType"] = "Questionnaire",
            ["status"] = "active",
            ["url"] = $"http://clinic.example/Questionnaire/{name}",
            ["version"] = "1",
            ["title"] = "A form of the house",
            ["copyright"] = "CC0 1.0",
            ["purpose"] = "Nobody (2026).",
            ["subjectType"] = new JsonArray("Patient"),
            ["item"] = new JsonArray(Group("bond", "1", "2"), Group("task", "3", "4")),
        };
    }

    [Test]
    public async Task AnEmptyFormKnowsWhoseItIs()
    {
        var episode = await NewEpisode();
        var subject = new JsonObject { ["name"] = "subject", ["valueReference"] = Identified("Patient", ClientSystem, $"c-{episode}") };
        var session = new JsonObject
        {
            ["name"] = "context",
            ["part"] = new JsonArray(new JsonObject { ["name"] = "name", ["valueString"] = "encounter" }, new JsonObject { ["name"] = "content", ["valueReference"] = Identified("Encounter", "urn:visits", "v-1") }),
        };
        var asked = new JsonObject { ["resourceType"] = "Parameters", ["parameter"] = new JsonArray(subject, session) };
        var answer = Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/Questionnaire/wai-sr/$populate", asked.ToJsonString(), "application/fhir+json"));
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        var form = answer.Json["parameter"]![0]!["resource"]!.AsObject();
        Assert.That((form.Text("status"), form.Text("questionnaire"), form.Text("encounter.identifier.value"), form["item"]!.AsArray().Count), Is.EqualTo(("in-progress", WaiSr, "v-1", 12)));
        Assert.That(form["item"]!.AsArray().Select(i => i!["answer"]), Is.All.Null);
        form["status"] = "completed";
        foreach (var item in form["item"]!.AsArray())
        {
            item!["answer"] = new JsonArray(new JsonObject { ["valueInteger"] = 4 });
        }

        Assert.That((await Create(form)).Status, Is.EqualTo(201), "filled in, it is taken as it is");
        Assert.That(Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/Questionnaire/wai-sr/$populate", "")).Status, Is.EqualTo(400));
    }
}
