using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Fhir;

/// <summary>What real clients and real resources do that no specification says; the clients themselves are in the folder beside.</summary>
internal sealed class FhirQuirkTests : FhirFixture
{
    [Test]
    public async Task BundlesComeToTheBaseWithASlashAndPlainJsonIsTaken()
    {
        var bundle = new JsonObject { ["resourceType"] = "Bundle", ["type"] = "batch", ["entry"] = new JsonArray(new JsonObject { ["request"] = new JsonObject { ["method"] = "GET", ["url"] = "Patient?_count=1" } }) };
        Assert.That(Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/", bundle.ToJsonString())).Status, Is.EqualTo(200));
        Assert.That((await Get("metadata", Clinic.Service.Api(null), ("Accept", "application/json"))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task ABatchEntryThatIsHeldAlreadyIsNotSentAgain()
    {
        var id = (await Made(Response(await NewEpisode()))).Text("id");
        var asked = new JsonObject { ["method"] = "GET", ["url"] = $"QuestionnaireResponse/{id}", ["ifNoneMatch"] = "W/\"1\"" };
        var answer = (await Send(new JsonObject { ["resourceType"] = "Bundle", ["type"] = "batch", ["entry"] = new JsonArray(new JsonObject { ["request"] = asked }) })).Json;
        Assert.That((answer.Text("entry.0.response.status"), answer["entry"]![0]!["resource"]), Is.EqualTo(("304 Not Modified", (JsonNode?)null)));
    }

    [Test]
    public async Task LinkIdsWithSlashesAreTaken()
    {
        var form = Questionnaire("slashes");
        form["item"]![0]!["linkId"] = "/44250-9";
        form["item"]![1]!["linkId"] = "/44255-8/x";
        var made = Checked(await Clinic.Admin.SendText(HttpMethod.Post, $"{Base}/Questionnaire", form.ToJsonString(), "application/fhir+json"));
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        Assert.That((await Read("Questionnaire/slashes"))["item"]!.AsArray().Select(i => i.Text("linkId")).Take(2), Is.EqualTo((string[])["1", "2"]));
    }

    [Test]
    public async Task WhatIsWrongInAQuestionnaireIsToldByItsElement()
    {
        var form = Questionnaire("wild");
        form.Remove("status");
        form["item"]![1]!["linkId"] = "1";
        Assert.That(Issues(Checked(await Clinic.Admin.SendText(HttpMethod.Post, $"{Base}/Questionnaire", form.ToJsonString(), "application/fhir+json"))), Has.Some.StartsWith("error ").And.Some.Contains("Questionnaire"));
        form["status"] = "active";
        Assert.That(Issues(Checked(await Clinic.Admin.SendText(HttpMethod.Post, $"{Base}/Questionnaire", form.ToJsonString(), "application/fhir+json"))), Is.EqualTo((string[])["error duplicate Questionnaire.item[1].linkId", "warning informational Questionnaire.item.linkId"]));
        form["item"]![1]!["linkId"] = "2";
        form["item"]![0]!["extension"]![0]!["valueInteger"] = "1";
        Assert.That(Issues(Checked(await Clinic.Admin.SendText(HttpMethod.Post, $"{Base}/Questionnaire", form.ToJsonString(), "application/fhir+json"))), Is.EqualTo((string[])["error value Questionnaire.item[0].extension[0].value"]));
    }

    [Test]
    public async Task ATotalThatIsTextIsToldByItsItem()
    {
        var form = Response(await NewEpisode());
        form["item"]!.AsArray().Add(new JsonObject { ["linkId"] = "score-total", ["answer"] = new JsonArray(new JsonObject { ["valueString"] = "12" }) });
        Assert.That(Issues(await Create(form)), Is.EqualTo((string[])["error value QuestionnaireResponse.item[12].answer[0].value"]));
    }

    [Test]
    public async Task ACheckSaysForWhatItIsAndWhatCanNotBeReadIsToldToo()
    {
        var form = Response(await NewEpisode()).ToJsonString();
        foreach (var path in (string[])["$validate?mode=create", "$validate?profile=http://hl7.org/fhir/StructureDefinition/QuestionnaireResponse", "anything/$validate"])
        {
            var answer = Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/QuestionnaireResponse/{path}", form, "application/fhir+json"));
            Assert.That((answer.Status, Issues(answer)), Is.EqualTo((200, (string[])["information informational"])), path);
        }

        Assert.That(Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/QuestionnaireResponse/$validate?colour=blue", form)).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task AnExtractionWithWarningsSaysThemBesides()
    {
        var form = Response(await NewEpisode());
        form["item"]!.AsArray().Add(new JsonObject { ["linkId"] = "score-total", ["answer"] = new JsonArray(new JsonObject { ["valueDecimal"] = 1.5 }) });
        var answer = Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/QuestionnaireResponse/$extract", form.ToJsonString(), "application/fhir+json")).Json;
        Assert.That(answer["parameter"]!.AsArray().Select(p => $"{p.Text("name")} {p.Text("resource.resourceType")}"), Is.EqualTo((string[])["return Bundle", "issues OperationOutcome"]));
    }

    private static JsonObject Questionnaire(string name)
    {
        var items = new JsonArray();
        for (var item = 1; item <= 4; item++)
        {
            items.Add(new JsonObject
            {
                ["linkId"] = $"{item}",
                ["type"] = "integer",
                ["extension"] = new JsonArray(
                    new JsonObject { ["url"] = "http://hl7.org/fhir/StructureDefinition/minValue", ["valueInteger"] = 1 },
                    new JsonObject { ["url"] = "http://hl7.org/fhir/StructureDefinition/maxValue", ["valueInteger"] = 5 }),
            });
        }

        return new JsonObject
        {
            ["resourceType"] = "Questionnaire",
            ["name"] = name,
            ["title"] = name,
            ["version"] = "1",
            ["status"] = "active",
            ["copyright"] = "CC0",
            ["purpose"] = "A form of the tests.",
            ["item"] = items,
        };
    }
}
