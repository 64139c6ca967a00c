using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace AllianceApi.Tests.Running;

/// <summary>A running service with two clinicians and a key for each role.</summary>
internal sealed class Clinic : IAsyncDisposable
{
    private readonly TestStore _store;

    private Clinic(RunningService service, TestStore store) => (Service, _store) = (service, store);

    public RunningService Service { get; }

    public Api Admin => Service.Admin;

    public required Api Integration { get; init; }

    /// <summary>The clinician <c>th-1</c>.</summary>
    public required Api Clinician { get; init; }

    /// <summary>The clinician <c>th-2</c>.</summary>
    public required Api OtherClinician { get; init; }

    /// <summary>Supervises <c>th-1</c>.</summary>
    public required Api Supervisor { get; init; }

    public required Api Auditor { get; init; }

    /// <summary>Opens a clinic on a SQLite file.</summary>
    public static Task<Clinic> Open(IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null) =>
        Open(Store.Sqlite, settings, configure);

    /// <summary>Opens a clinic on a new store; see <see cref="Stores"/>.</summary>
    public static async Task<Clinic> Open(Store kind, IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null)
    {
        var store = TestStore.Make(kind);
        var service = await RunningService.Start(store, settings, configure);
        var integration = await service.Key("integration");
        foreach (var id in (string[])["th-1", "th-2"])
        {
            Assert.That((await integration.Put($"/v1/clinicians/{id}", new { label = $"Clinician {id}" })).Status, Is.EqualTo(201));
        }

        return new Clinic(service, store)
        {
            Integration = integration,
            Clinician = await service.Key("clinician", new { clinicianId = "th-1" }),
            OtherClinician = await service.Key("clinician", new { clinicianId = "th-2" }),
            Supervisor = await service.Key("supervisor", new { supervises = new[] { "th-1" } }),
            Auditor = await service.Key("auditor"),
        };
    }

    /// <summary>Opens an episode of client <c>c-{id}</c> with a clinician.</summary>
    public async Task<string> Episode(string id, string clinicianId = "th-1", string instrument = "wai-sr")
    {
        var answer = await Integration.Put($"/v1/episodes/{id}?create=true", new { clientId = $"c-{id}", clinicianId, instrument, startedOn = "2024-01-01" });
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return id;
    }

    /// <summary>A session's instant: weekly from 2024-01-08 at ten in the morning UTC.</summary>
    public static string HeldAt(int number) => new DateTimeOffset(2024, 1, 8, 10, 0, 0, TimeSpan.Zero).AddDays(7 * (number - 1)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A submission of WAI-SR for one session; answers in item order, null for one that is missing.</summary>
    public static JsonObject Form(int number, IEnumerable<double?> answers, string rater = "client", string instrument = "wai-sr", string? heldAt = null)
    {
        var values = new JsonObject();
        var item = 0;
        foreach (var answer in answers)
        {
            values[(++item).ToString(CultureInfo.InvariantCulture)] = answer;
        }

        return new JsonObject
        {
            ["session"] = new JsonObject { ["number"] = number, ["heldAt"] = heldAt ?? HeldAt(number) },
            ["instrument"] = instrument,
            ["rater"] = rater,
            ["answers"] = values,
        };
    }

    /// <summary>A submission in which every item has the same answer.</summary>
    public static JsonObject Flat(int number, double answer, string rater = "client", string? heldAt = null) => Form(number, Enumerable.Repeat((double?)answer, 12), rater, heldAt: heldAt);

    public Task<Answer> Submit(string episodeId, JsonNode form, Api? by = null, params (string Name, string Value)[] headers) =>
        (by ?? Integration).Post($"/v1/episodes/{episodeId}/responses", form, headers);

    /// <summary>Starts another instance on the same store.</summary>
    public Task<RunningService> Beside(Action<WebApplicationBuilder>? configure = null) => RunningService.Start(_store, configure: configure);

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        _store.Dispose();
    }
}
