using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AllianceApi.Access;
using AllianceApi.Tests.Access;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>
/// Requests made at random from what the API document says of every route, and from what it does not allow. The short form runs
/// with the other tests; <c>FUZZ_REQUESTS=100000</c> makes it long, <c>FUZZ_SEED</c> another.
/// </summary>
internal sealed class FuzzTests
{
    private const int Usual = 1_500;
    private const int LookAtTheStoreEvery = 40;

    private static readonly string[] OddTexts =
    [
        "", " ", "0", "-1", "null", "true", "1e999", "../../etc/passwd", "%00", "' OR 1=1 --", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "\u202e\u0000\uffff", "é", "𝟙",
        new('a', 65), new('z', 3000), "2026-02-30T10:00:00Z", "2026-03-02T10:00:00", "9999-12-31T23:59:59.9999999+14:00", "wai-sr@2006", "wai-sr@", "@", "discussed",
    ];

    [Test]
    public async Task NothingBreaksNothingIsStoredByWhatIsRefusedAndNothingLeaks()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("FUZZ_REQUESTS") ?? Usual.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("FUZZ_SEED") ?? "20261123", CultureInfo.InvariantCulture);
        await using var world = await World.Open(Store.Sqlite);
        foreach (var role in Enum.GetValues<Role>())
        {
            await world[role].Get("/v1/instruments"); // the day of a key's last use is noted at its first
        }

        var generator = new Requests(new Random(seed), world, (await world.Stranger.Get("/openapi/v1.json")).Json);
        for (var i = 0; i < count; i++)
        {
            var request = generator.Next();
            var before = i % LookAtTheStoreEvery == 0 ? await StoredContent.Of(world.Service) : null;
            var answer = await request.Send();
            var told = $"request {i} of seed {seed}: {request.Text} gave {answer.Text}";
            Assert.That(answer.Status, Is.LessThan(500), told);
            if (answer.Status >= 400)
            {
                Assert.That(answer.Problem, Is.Not.Null, told);
                Assert.That(answer.Text, Does.Not.Contain("Exception").And.Not.Contain("   at ").And.Not.Contain("SQLite").And.Not.Contain("Client own").And.Not.Contain("Client away"), told);
                Assert.That(before is null || before == await StoredContent.Of(world.Service), Is.True, $"stored by a refused {told}");
            }
        }

        Assert.That(world.Service.LogOf("AllianceApi"), Does.Not.Contain(" broke: ").And.Not.Contain("Client own"));
    }

    private sealed record Made(string Text, Func<Task<Answer>> Send);

    private sealed class Requests(Random random, World world, JsonObject document)
    {
        private readonly List<(string Method, string Path, JsonObject Operation)> _operations =
        [
            .. from path in document["paths"]!.AsObject()
               where path.Key.StartsWith("/v1/", StringComparison.Ordinal)
               from operation in path.Value!.AsObject()
               where operation.Key is "get" or "put" or "post" or "delete"
               select (operation.Key, path.Key, operation.Value!.AsObject()),
        ];

        public Made Next()
        {
            var (method, template, operation) = Pick(_operations);
            var things = world[Pick(Enum.GetValues<Relation>())];
            var path = Path(template, things) + Query(operation);
            var by = random.Next(10) switch { 0 => world.Stranger, 1 => world.Service.Api("aak_" + random.Next()), _ => world[Pick(Enum.GetValues<Role>())] };
            var (body, type) = Body(operation);
            var headers = Headers();
            return new Made(
                $"{method} {path} {body} {string.Join(' ', headers)}",
                () => by.Send(new HttpMethod(method.ToUpperInvariant()), path, body is null ? null : Api.Content(Encoding.UTF8.GetBytes(body), type), headers));
        }

        private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

        private string Odd() => Pick(OddTexts);

        private bool Rarely(int oneIn = 6) => random.Next(oneIn) == 0;

        private string Path(string template, Things things)
        {
            // The server itself refuses a path with a zero byte, without a body.
            string Value(string name) => Rarely(4) ? Uri.EscapeDataString(Odd().Replace("\uffff", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal)) : name switch
            {
                "episodeId" => things.Episode,
                "clientId" => things.Client,
                "clinicianId" => things.Clinician,
                "responseId" => things.Response,
                "alertId" => things.Alert,
                "keyId" => things.Key,
                "number" => random.Next(12).ToString(CultureInfo.InvariantCulture),
                "id" => things.Instrument,
                "version" => "1",
                "language" => "en",
                _ => "default",
            };
            return string.Join('/', template.Split('/').Select(part => part.StartsWith('{') ? Value(part[1..^1]) : part));
        }

        private string Query(JsonObject operation)
        {
            var declared = (operation["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] == "query").ToList();
            var parts = declared.Where(_ => random.Next(3) == 0).Select(p => $"{p!["name"]}={Uri.EscapeDataString(Rarely(2) ? Odd().Replace("\uffff", "", StringComparison.Ordinal) : (string?)p["example"]?.ToString() ?? "1")}").ToList();
            if (Rarely(15))
            {
                parts.Add("no=such");
            }

            return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
        }

        private (string? Body, string Type) Body(JsonObject operation)
        {
            if (operation["requestBody"]?["content"]?.AsObject().FirstOrDefault() is not { Value: { } content } taken)
            {
                return (Rarely(20) ? "{}" : null, "application/json");
            }

            var made = Value(content["schema"], 0)?.ToJsonString() ?? "null";
            return random.Next(14) switch
            {
                0 => (made[..random.Next(made.Length)], taken.Key),
                1 => (new string('[', 200), taken.Key),
                2 => (made, "text/plain"),
                3 => ("", taken.Key),
                4 => (made.Replace('{', '[').Replace(':', ','), taken.Key),
                5 => ($"{{\"a\":\"{new string('b', 70_000)}\"}}", taken.Key),
                _ => (made, taken.Key),
            };
        }

        // A value of a schema, now and then of another one.
        private JsonNode? Value(JsonNode? schema, int depth)
        {
            if (schema is null || depth > 6 || Rarely(12))
            {
                return Pick<Func<JsonNode?>>([() => null, () => Odd(), () => random.Next(), () => -1.5, () => true, () => new JsonArray(1, "a", null), () => new JsonObject { ["x"] = 1 }])();
            }

            if ((string?)schema["$ref"] is { } name)
            {
                return Value(document["components"]!["schemas"]![name.Split('/')[^1]], depth + 1);
            }

            if (schema["enum"]?.AsArray() is { Count: > 0 } words)
            {
                return Pick<JsonNode?>([.. words])?.DeepClone();
            }

            var type = schema["type"] is JsonArray types ? (string?)types.FirstOrDefault(t => (string?)t != "null") : (string?)schema["type"];
            return type switch
            {
                "object" => Members(schema, depth),
                "array" => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(schema["items"], depth + 1))]),
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
                    made[name] = Value(of, depth + 1);
                }
            }

            if (schema["additionalProperties"] is JsonObject each)
            {
                for (var item = 1; item <= random.Next(14); item++)
                {
                    made[item.ToString(CultureInfo.InvariantCulture)] = Value(each, depth + 1);
                }
            }

            return made;
        }

        private (string, string)[] Headers()
        {
            var headers = new List<(string, string)>();
            foreach (var (name, values) in new (string, string[])[]
            {
                ("If-Match", ["*", "\"1-0\"", "\"\"", "W/\"x\"", "a,b,,"]), ("If-None-Match", ["*", "\"1-0\""]), ("Idempotency-Key", ["k", "\"k\"", "", new('k', 300)]),
                ("X-Break-Glass", ["a good reason", "", "x"]), ("Accept", ["image/svg+xml", "text/html", "*/*;q=0", "nonsense"]), ("traceparent", ["00-0-0-00", "nonsense"]), ("Content-Encoding", ["gzip", "br"]),
            })
            {
                if (Rarely(8))
                {
                    headers.Add((name, Pick(values)));
                }
            }

            return [.. headers];
        }
    }
}
