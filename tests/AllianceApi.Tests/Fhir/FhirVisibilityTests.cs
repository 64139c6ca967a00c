using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;
using AllianceApi.Tests.Visibility;

namespace AllianceApi.Tests.Fhir;

/// <summary>The visibility policy holds over FHIR, whatever interaction asks.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class FhirVisibilityTests(Store store) : FhirFixture(store)
{
    [Test]
    public async Task AResourceShowsWhatTheLevelAllows([Values("items", "scores", "trend", "existence")] string level)
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(clinician: level));
        await Clinic.EnterTotals(episode, 4, 4.25, 2.0833333333333335, 4);
        var patient = Matches(await Read($"Patient?identifier={ClientSystem}|c-{episode}", Clinic.Clinician)).Single().Text("id");
        var forms = await Walk($"QuestionnaireResponse?patient={patient}", Clinic.Clinician);
        var searched = await Walk($"Observation?patient={patient}", Clinic.Clinician);
        var one = await Read($"QuestionnaireResponse/{forms[0].Text("id")}", Clinic.Clinician);
        var former = await Read($"QuestionnaireResponse/{forms[0].Text("id")}/_history/1", Clinic.Clinician);
        var bundled = await Send(new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "batch",
            ["entry"] = new JsonArray(new JsonObject { ["request"] = new JsonObject { ["method"] = "GET", ["url"] = $"QuestionnaireResponse/{forms[0].Text("id")}" } }),
        }, Clinic.Clinician);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(forms, Has.Count.EqualTo(4), "that they are there is never hidden");
            Assert.That(forms.Concat([one, former, bundled.Json.Path("entry.0.resource")!.AsObject()]).Select(f => f["item"] is not null), Is.All.EqualTo(level == "items"));
            var scores = searched.Where(o => !IsEstimate(o) && o["hasMember"] is null).ToList();
            Assert.That(scores, Is.Not.Empty);
            Assert.That(scores.Select(o => o["valueQuantity"] is not null), Is.All.EqualTo(level is "items" or "scores"));
            Assert.That(scores.Select(o => o["component"] is not null), Is.All.EqualTo(level is "items" or "scores"));
            Assert.That(searched.Exists(IsEstimate), Is.EqualTo(level != "existence"));
            Assert.That(searched.Where(IsEstimate).Select(o => o["derivedFrom"] is not null), Is.All.EqualTo(level is "items" or "scores"));
            Assert.That(string.Concat(searched.Select(o => o.ToJsonString())).Contains("2.08", StringComparison.Ordinal), Is.EqualTo(level is "items" or "scores"));
        }
    }

    [Test]
    public async Task ASupervisorSeesNoSingleScoreAndAnIntegrationWhatItIsLeft()
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(integration: "scores"));
        await Clinic.EnterTotals(episode, 4, 4.25, 4);
        var patient = Matches(await Read($"Patient?identifier={ClientSystem}|c-{episode}")).Single().Text("id");
        Assert.That((await Walk($"QuestionnaireResponse?patient={patient}")).Select(f => f["item"]), Is.All.Null);
        var seen = await Get($"Observation?patient={patient}", Clinic.Supervisor);
        Assert.That(seen.Status == 403 || Matches(seen.Json).Where(o => !IsEstimate(o)).All(o => o["valueQuantity"] is null), Is.True, seen.Text);
    }

    [Test]
    public async Task WhatIsHeldBackIsMaskedUntilItIsDiscussed()
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(holdUntil: "discussed"));
        await Clinic.EnterTotals(episode, 4);
        var patient = Matches(await Read($"Patient?identifier={ClientSystem}|c-{episode}")).Single().Text("id");
        Assert.That((await Walk($"QuestionnaireResponse?patient={patient}")).Single()["item"], Is.Null);
        Assert.That((await Clinic.Clinician.Post($"/v1/episodes/{episode}/sessions/1/discussed", new { })).Status, Is.EqualTo(200));
        Assert.That((await Walk($"QuestionnaireResponse?patient={patient}")).Single()["item"], Is.Not.Null);
    }

    private static bool IsEstimate(JsonObject observation) => observation["method"] is not null;
}
