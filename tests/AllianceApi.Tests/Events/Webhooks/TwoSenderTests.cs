using AllianceApi.Tests.Running;
using Microsoft.Extensions.Configuration;

namespace AllianceApi.Tests.Events.Webhooks;

/// <summary>Two instances on one database: what either commits reaches the receiver, in order for each episode, whoever delivers.</summary>
[NeedsPostgres]
internal sealed class TwoSenderTests
{
    private const int Episodes = 4;
    private const int Sessions = 10;

    private static readonly Dictionary<string, string?> Allowing = new() { ["Webhooks:AllowPrivate"] = "true" };

    [Test]
    public async Task Each_event_arrives_and_in_order()
    {
        await using var clinic = await Clinic.Open(Store.Postgres, Allowing);
        await using var other = await clinic.Beside(builder => builder.Configuration.AddInMemoryCollection(Allowing));
        await using var receiver = await Receiver.Open();
        Assert.That((await clinic.Admin.Put("/v1/webhooks/both", new { url = receiver.Url, events = new[] { "response.created" } })).Status, Is.EqualTo(201));
        var there = other.Api(clinic.Integration.Key);
        await Task.WhenAll(Enumerable.Range(0, Episodes).Select(async e =>
        {
            await clinic.Episode($"both-{e}");
            for (var number = 1; number <= Sessions; number++)
            {
                await clinic.Enter($"both-{e}", Clinic.Flat(number, 3), number % 2 == 0 ? clinic.Integration : there);
            }
        }));
        var feed = (await clinic.Integration.Read("/v1/events?limit=500"))["items"]!.AsArray().Where(i => i.Text("type") == "response.created").ToList();
        Assert.That(feed, Has.Count.EqualTo(Episodes * Sessions));
        await receiver.Until(d => d.Where(x => x.Type == "response.created").Select(x => x.Id).Distinct().Count() == feed.Count);
        var arrived = receiver.Deliveries.Where(d => d.Type == "response.created").DistinctBy(d => d.Id).Select(d => d.Json.Text("subject")).ToList();
        foreach (var episode in feed.GroupBy(i => i.Text("episodeId")))
        {
            var own = episode.Select(i => i.Text("resource")).ToList();
            Assert.That(arrived.Where(own.Contains), Is.EqualTo(own), "in the order of their commits");
        }
    }
}
