using System.Text.Json;
using System.Text.Json.Serialization;
using AllianceApi.Storage;

namespace AllianceApi.Demo;

/// <summary>The SQL of the demo: one row by which a store is known to be a demo's, and the question whether it is empty.</summary>
internal static class DemoStore
{
    private const string Name = "demo";

    public static DemoMark? Find(Session session) =>
        session.One<byte[]>("SELECT value FROM store_secrets WHERE name = @Name", new { Name }) is { } value
            ? JsonSerializer.Deserialize(value, DemoJson.Default.DemoMark)
            : null;

    public static void Save(Session session, DemoMark mark) => session.Run(
        "INSERT INTO store_secrets (name, value) VALUES (@Name, @Value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        new { Name, Value = JsonSerializer.SerializeToUtf8Bytes(mark, DemoJson.Default.DemoMark) });

    /// <summary>Whether anyone has put anything into the store. The operator's own key and organization are there from the start and do not count.</summary>
    public static bool HoldsData(Session session, string organization) => session.One<long>(
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM organizations WHERE organization_id <> @Organization) OR EXISTS (SELECT 1 FROM access_keys WHERE operator = 0) " +
        "OR EXISTS (SELECT 1 FROM clinicians) OR EXISTS (SELECT 1 FROM clients) OR EXISTS (SELECT 1 FROM episodes) OR EXISTS (SELECT 1 FROM instruments) " +
        "OR EXISTS (SELECT 1 FROM wordings) THEN 1 ELSE 0 END",
        new { Organization = organization }) != 0;
}

/// <summary>What a store remembers of its demo.</summary>
/// <param name="Day">The day on which it was filled; sessions are dated back from it, so that an interrupted filling goes on with the same dates.</param>
/// <param name="Filled">Whether all data is in.</param>
/// <param name="Keys">Ids of the keys that the last start made.</param>
internal sealed record DemoMark(DateOnly Day, bool Filled, IReadOnlyList<string> Keys);

[JsonSerializable(typeof(DemoMark))]
internal sealed partial class DemoJson : JsonSerializerContext;
