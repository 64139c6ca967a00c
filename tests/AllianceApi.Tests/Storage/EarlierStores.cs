using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Tests.Storage;

/// <summary>
/// Stores that the program itself made when a migration was its newest: <c>Storage/Upgrades/NNNN_name/</c> holds every file of the
/// store, packed, and what its API answered then. They are made once, when the migration lands, and never again:
/// <c>UPDATE_UPGRADES=1 dotnet test tests/AllianceApi.Tests --filter UpgradeTests</c>
/// </summary>
internal static class EarlierStores
{
    private const string Answers = "answers.json";

    private static readonly string[] Paths =
    [
        "/v1/clinicians", "/v1/clients", "/v1/episodes", "/v1/episodes/growing/sessions", "/v1/episodes/growing/responses",
        "/v1/episodes/strained/responses", "/v1/episodes/quiet/sessions", "/v1/episodes/quiet/responses", "/v1/alerts", "/v1/instruments/own",
    ];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static string Folder => Repository.PathOf("tests", "AllianceApi.Tests", "Storage", "Upgrades");

    /// <summary>Names of the newest migrations of those stores.</summary>
    public static IEnumerable<string> Names => Directory.Exists(Folder) ? Directory.GetDirectories(Folder).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal) : [];

    /// <summary>What the API answered when the store was made, by path.</summary>
    public static JsonObject AnswersOf(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name, Answers)))!.AsObject();

    /// <summary>Unpacks the files of a store.</summary>
    public static void Unpack(string name, string folder)
    {
        foreach (var packed in Directory.GetFiles(Path.Combine(Folder, name), "*.gz"))
        {
            using var from = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
            using var to = File.Create(Path.Combine(folder, Path.GetFileNameWithoutExtension(packed)));
            from.CopyTo(to);
        }
    }

    /// <summary>Makes the store of the newest migration where it is lacking.</summary>
    public static async Task Make()
    {
        var name = Migration.For("sqlite")[^1].Name;
        if (Names.Contains(name))
        {
            return;
        }

        var folder = Directory.CreateTempSubdirectory("alliance-upgrade-").FullName;
        try
        {
            await using (var service = await Start(folder))
            {
                await Fill(service);
            }

            Directory.CreateDirectory(Path.Combine(Folder, name));
            await using (var service = await Start(folder))
            {
                await File.WriteAllTextAsync(Path.Combine(Folder, name, Answers), (await Ask(service)).ToJsonString(Indented) + "\n");
            }

            Pack(folder, Path.Combine(Folder, name));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The service on an earlier store; nothing in it changes by itself.</summary>
    public static Task<RunningService> Start(string folder) => RunningService.Start(new Dictionary<string, string?> { ["Alerts:NoFormsAfterDays"] = "0" }, folder);

    /// <summary>What the API answers now.</summary>
    public static async Task<JsonObject> Ask(RunningService service)
    {
        var (api, answers) = (await service.Key("integration"), new JsonObject());
        foreach (var path in Paths)
        {
            answers[path] = (await api.Read(path)).DeepClone();
        }

        return answers;
    }

    // People, series that grow, drop and fall silent, an amendment, a void, a move of a session, an instrument of one's own, a second organization.
    private static async Task Fill(RunningService service)
    {
        var integration = await service.Key("integration");
        await Made(service.Admin.Post("/v1/instruments", OwnInstruments.Fine("own")));
        await Made(service.Admin.Put("/v1/organizations/north", new { label = "North" }));
        foreach (var clinician in (string[])["th-1", "th-2"])
        {
            await Made(integration.Put($"/v1/clinicians/{clinician}", new { label = $"Clinician {clinician}" }));
        }

        double[][] totals = [[3, 3.25, 3.5, 3.75, 4, 4.25, 4.5], [4, 4.25, 4, 4.25, 4, 4.25, 2, 3.75, 4], [3, 3]];
        string[] episodes = ["growing", "strained", "quiet"];
        for (var e = 0; e < episodes.Length; e++)
        {
            await Made(integration.Put($"/v1/episodes/{episodes[e]}?create=true", new { clientId = $"c-{episodes[e]}", clinicianId = "th-1", instrument = "wai-sr", startedOn = "2024-01-01" }));
            for (var session = 1; session <= totals[e].Length; session++)
            {
                await Made(integration.Post($"/v1/episodes/{episodes[e]}/responses", Forms.Of(session, totals[e][session - 1])));
                await Made(integration.Post($"/v1/episodes/{episodes[e]}/responses", Forms.Of(session, 4, "therapist")));
            }
        }

        await Change(integration);
    }

    private static async Task Change(Api integration)
    {
        var (first, last) = await Ends(integration);
        await Made(integration.Put($"/v1/responses/{first}", new JsonObject { ["answers"] = Forms.Of(1, 3.5)["answers"]!.DeepClone(), ["reason"] = "a slip" }, ("If-Match", (await integration.Get($"/v1/responses/{first}")).Tag!)), 200);
        await Made(integration.Delete($"/v1/responses/{last}?reason=twice", ("If-Match", (await integration.Get($"/v1/responses/{last}")).Tag!)), 200);
        var batch = await integration.SendBatch(Batches.Text(Forms.Of(8, 4.5).In("growing"), Forms.Of(9, 4.75).In("growing")));
        Assert.That(batch.Totals(), Is.EqualTo((2, 0, 0)));
    }

    private static async Task<(string First, string Last)> Ends(Api integration)
    {
        var responses = (await integration.Read("/v1/episodes/quiet/responses"))["items"]!.AsArray();
        return (responses[0].Text("id")!, responses[^1].Text("id")!);
    }

    private static async Task Made(Task<Answer> call, int status = 201) => Assert.That((await call).Status, Is.EqualTo(status), (await call).Text);

    private static void Pack(string folder, string into)
    {
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "alliance.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = DELETE";
            command.ExecuteNonQuery();
        }

        foreach (var file in Directory.GetFiles(folder))
        {
            using var to = new GZipStream(File.Create(Path.Combine(into, Path.GetFileName(file) + ".gz")), CompressionLevel.SmallestSize);
            using var from = File.OpenRead(file);
            from.CopyTo(to);
        }
    }
}
