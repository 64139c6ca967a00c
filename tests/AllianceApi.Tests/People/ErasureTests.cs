using AllianceApi.Tests.Access;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.People;

/// <summary>An erased client leaves no answers behind, not even where answers are kept to be replayed.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class ErasureTests(Store store)
{
    [Test]
    public async Task NothingIsKeptToBeReplayedOfAnErasedClient()
    {
        await using var clinic = await Clinic.Open(store);
        var (first, second) = (await clinic.Episode("first"), await clinic.Episode("second"));
        Assert.That((await clinic.Integration.Post("/v1/clients/c-first/merge", new { into = "c-second" }, ("Idempotency-Key", "k-merge"))).Status, Is.EqualTo(200));
        Answer made = null!;
        for (var number = 1; number <= 9; number++)
        {
            made = await clinic.Integration.Post($"/v1/episodes/{first}/responses", World.Submission(number), ("Idempotency-Key", $"k-{number}"));
        }

        var alert = (string)made.Json["alerts"]![0]!["id"]!;
        Assert.That((await clinic.Clinician.Post($"/v1/alerts/{alert}/state", new { state = "seen" }, ("Idempotency-Key", "k-alert"))).Status, Is.EqualTo(200));
        Assert.That((await clinic.Integration.Post($"{made.Headers["Location"]}/move", new { episodeId = second, reason = "wrong" }, ("Idempotency-Key", "k-move"))).Status, Is.EqualTo(200));
        Assert.That(await Kept(clinic), Is.EqualTo(12));

        Assert.That((await clinic.Integration.Delete("/v1/clients/c-second", ("If-Match", "*"))).Status, Is.EqualTo(204));
        Assert.That(await Kept(clinic), Is.Zero);
        Assert.That((await clinic.Integration.Get("/v1/clients/c-second")).Status, Is.EqualTo(404));
        Assert.That((await clinic.Integration.Delete("/v1/clients/c-second", ("If-Match", "*"))).Problem, Is.EqualTo("gone"));
    }

    private static async Task<long> Kept(Clinic clinic)
    {
        await using var connection = clinic.Service.Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM idempotency";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
