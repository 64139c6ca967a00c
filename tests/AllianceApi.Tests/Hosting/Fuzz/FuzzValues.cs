using System.Globalization;
using System.Text.Json.Nodes;

namespace AllianceApi.Tests.Hosting.Fuzz;

/// <summary>Values at random: of a schema and of another one, and spoilt copies of what is right.</summary>
internal sealed class FuzzValues(Random random, JsonObject document)
{
    private static readonly string[] OddTexts =
    [
        "", " ", "0", "-1", "null", "true", "1e999", "../../etc/passwd", "%00", "' OR 1=1 --", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "\u202e\u0000\uffff", "é", "𝟙",
        new('a', 65), new('z', 3000), "2026-02-30T10:00:00Z", "2026-03-02T10:00:00", "9999-12-31T23:59:59.9999999+14:00", "wai-sr@2006", "wai-sr@", "@", "discussed",
    ];

    public T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    public string Odd() => Pick(OddTexts);

    public bool Rarely(int oneIn = 6) => random.Next(oneIn) == 0;

    // A value of a schema, now and then of another one.
    public JsonNode? Of(JsonNode? schema, int depth = 0)
    {
        if (schema is null || depth > 6 || Rarely(12))
        {
            return Pick<Func<JsonNode?>>([() => null, () => Odd(), () => random.Next(), () => -1.5, () => true, () => new JsonArray(1, "a", null), () => new JsonObject { ["x"] = 1 }])();
        }

        if ((string?)schema["$ref"] is { } name)
        {
            return Of(document["components"]!["schemas"]![name.Split('/')[^1]], depth + 1);
        }

        if (schema["enum"]?.AsArray() is { Count: > 0 } words)
        {
            return Pick<JsonNode?>([.. words])?.DeepClone();
        }

        var type = schema["type"] is JsonArray types ? (string?)types.FirstOrDefault(t => (string?)t != "null") : (string?)schema["type"];
        return type switch
        {
            "object" => Members(schema, depth),
            "array" => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Of(schema["items"], depth + 1))]),
            "integer" => random.Next(-2, 15),
            "number" => Math.Round(random.NextDouble() * 6, 1),
            "boolean" => Rarely(2),
            _ => (string?)schema["format"] switch { "date-time" => "2026-03-02T10:00:00+01:00", "date" => "2026-03-02", _ => Pick(["th-own", "client-own", "episode-own", "wai-sr", "client", "1", Odd()]) },
        };
    }

    private JsonObject Members(JsonNode schema, int depth)
    {
        var made = new JsonObject();
        foreach (var (name, of) in schema["properties"]?.AsObject() ?? [])
        {
            if (!Rarely())
            {
                made[name] = Of(of, depth + 1);
            }
        }

        if (schema["additionalProperties"] is JsonObject each)
        {
            for (var item = 1; item <= random.Next(14); item++)
            {
                made[item.ToString(CultureInfo.InvariantCulture)] = Of(each, depth + 1);
            }
        }

        return made;
    }

    /// <summary>A copy with some values gone, doubled or of another kind.</summary>
    public JsonNode? Spoilt(JsonNode? node, int oneIn = 40) => Rarely(oneIn)
        ? Pick<Func<JsonNode?>>([() => null, () => Odd(), () => random.Next(-3, 3000), () => new JsonArray(1, "a"), () => new JsonObject { ["x"] = 1 }, () => new JsonArray(node?.DeepClone(), node?.DeepClone())])()
        : node switch
        {
            JsonObject o => new JsonObject(o.Where(_ => !Rarely(oneIn)).Select(m => KeyValuePair.Create(m.Key, Spoilt(m.Value, oneIn)))),
            JsonArray a => new JsonArray([.. a.Where(_ => !Rarely(oneIn)).Select(e => Spoilt(e, oneIn))]),
            _ => node?.DeepClone(),
        };
}
