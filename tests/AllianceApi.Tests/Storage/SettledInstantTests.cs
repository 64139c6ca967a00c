using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Storage;

/// <summary>A reader of changes who goes on from the newest instant it saw misses nothing, also where an earlier work is committed later.</summary>
[NeedsPostgres]
internal sealed class SettledInstantTests
{
    private const string Newest = "/fhir/R4/QuestionnaireResponse?_sort=_lastUpdated&_lastUpdated=gt";

    [Test]
    public async Task What_began_earlier_and_is_committed_later_comes_later()
    {
        await using var clinic = await Clinic.Open(Store.Postgres);
        var (slow, fast) = (await clinic.Episode("slow"), await clinic.Episode("fast"));
        var (form, other) = ((await clinic.Enter(slow, Clinic.Flat(1, 3))).Text("id")!, (await clinic.Enter(fast, Clinic.Flat(1, 3))).Text("id")!);
        var since = (await Changes(clinic, "2000-01-01T00:00:00Z"))[^1].Instant;
        var database = clinic.Service.Services.GetRequiredService<Database>();
        using var begun = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var waiting = database.Write(
            session =>
            {
                // As an amendment does: the state, its series and the events have the instant of the work.
                session.Run("UPDATE responses SET recorded_at = @Now WHERE response_id = @Form", new { session.Now, Form = form });
                session.Run("UPDATE series SET recorded_at = @Now WHERE episode_id = 'slow'", new { session.Now });
                session.Publish("default", "response.amended", slow, "th-1", $"/v1/responses/{form}");
                begun.Release();
                goOn.Wait();
                return session.Now;
            },
            default);
        await begun.WaitAsync();
        Assert.That((await clinic.Integration.Put($"/v1/responses/{other}", new { answers = Clinic.Flat(1, 4)["answers"], reason = "typo" }, ("If-Match", "*"))).Status, Is.EqualTo(200));
        var seen = await Changes(clinic, since);
        Assert.That(seen.Select(s => s.Id), Is.EqualTo((string[])[other]));
        goOn.Release();
        var began = await waiting;
        var late = await Changes(clinic, seen[^1].Instant);
        Assert.That(late.Select(s => s.Id), Is.EqualTo((string[])[form]));
        Assert.That(await Changes(clinic, late[^1].Instant), Is.Empty);
        var stored = await database.Read(s => s.One<long>("SELECT recorded_at FROM series WHERE episode_id = 'slow'"), default);
        Assert.That(stored, Is.GreaterThan(began), "the estimates of the series are told of, too");
    }

    private static async Task<List<(string Id, string Instant)>> Changes(Clinic clinic, string since)
    {
        var bundle = await clinic.Integration.Read(Newest + Uri.EscapeDataString(since));
        return [.. (bundle["entry"]?.AsArray() ?? []).Select(e => (e.Text("resource.id")!, e.Text("resource.meta.lastUpdated")!))];
    }
}
