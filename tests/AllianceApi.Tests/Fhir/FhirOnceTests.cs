using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Fhir;

/// <summary>One form is one resource, however often and however much at once it is sent.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class FhirOnceTests(Store store) : FhirFixture(store)
{
    private const int Rounds = 100;
    private const int Senders = 8;

    [TestCase(true)]
    [TestCase(false)]
    public async Task ParallelSendersMakeOneResource(bool conditional)
    {
        var episode = await NewEpisode();
        for (var round = 1; round <= Rounds; round++)
        {
            var name = NewName();
            var form = Response(episode, round, 1 + (round % 5), name);
            (string, string)[] headers = conditional ? [("If-None-Exist", $"identifier=urn:test|{name}")] : [];
            var answers = await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Create((System.Text.Json.Nodes.JsonObject)form.DeepClone(), null, headers)));
            Assert.That(answers.Select(a => a.Status).Order(), Is.EqualTo(Enumerable.Repeat(200, Senders - 1).Append(201)), answers[0].Text);
            Assert.That(answers.Select(a => a.Json.Text("id")).Distinct().Count(), Is.EqualTo(1));
        }

        Assert.That(await Clinic.Integration.All($"/v1/episodes/{episode}/responses"), Has.Count.EqualTo(Rounds));
        Assert.That((await Read($"QuestionnaireResponse?patient:identifier={ClientSystem}|c-{episode}&_summary=count")).Whole("total"), Is.EqualTo(Rounds));
    }

    [Test]
    public async Task OfEqualNamesWithOtherAnswersOneWinsAndTheOthersAreTold()
    {
        var episode = await NewEpisode();
        for (var round = 1; round <= 20; round++)
        {
            var name = NewName();
            var answers = await Task.WhenAll(Enumerable.Range(0, Senders).Select(i => Create(Response(episode, round, 1 + (i % 5), name))));
            Assert.That(answers.Count(a => a.Status == 201), Is.EqualTo(1));
            Assert.That(answers.Select(a => a.Status), Is.All.AnyOf(200, 201, 409));
        }

        Assert.That(await Clinic.Integration.All($"/v1/episodes/{episode}/responses"), Has.Count.EqualTo(20));
    }
}
