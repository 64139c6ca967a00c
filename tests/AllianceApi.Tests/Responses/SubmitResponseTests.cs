using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

internal sealed class SubmitResponseTests
{
    private Clinic _clinic = null!;

    [OneTimeSetUp]
    public async Task Open() => _clinic = await Clinic.Open();

    [OneTimeTearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [Test]
    public async Task AnswersAreScoredAndTheLocationLeadsToThem()
    {
        var episode = await _clinic.Episode("scored");
        var made = await _clinic.Submit(episode, Clinic.Form(1, [4, 5, 4, 4, 5, 4, 4, 3, 5, 4, 4, null]), _clinic.Clinician);
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        Assert.That((double?)made.Json["scores"]!.AsArray().Single(s => (string?)s!["scale"] == "bond")!["mean"], Is.EqualTo(4.5));
        var read = await _clinic.Clinician.Get(made.Headers["Location"]);
        Assert.That(read.Body, Is.EqualTo(made.Body));
        Assert.That(read.Tag, Is.EqualTo(made.Tag));
    }
}
