using System.Text.Json;
using System.Text.Json.Nodes;
using AllianceApi.Instruments;

namespace AllianceApi.Tests.Instruments;

/// <summary>Bodies of <c>POST /v1/instruments</c>.</summary>
internal static class Submissions
{
    /// <summary>The example of the contract.</summary>
    public const string Example =
        """
        {"id": "own-9", "version": "1", "name": "Our nine", "raters": ["client"],
         "items": {"count": 9, "min": 1, "max": 5, "step": 1, "reversed": [4]},
         "scales": [{"scale": "bond", "items": [1, 2, 3]}, {"scale": "total", "items": [1, 2, 3, 4, 5, 6, 7, 8, 9]}],
         "missing": {"minimumShare": 0.75},
         "parameters": {"total": {"sem": 0.2, "r": 0.09, "source": "Our clinic, 2025"}},
         "citation": "Our clinic (2025).", "licence": "Our own."}
        """;

    /// <summary>The example with one member replaced.</summary>
    /// <param name="pointer">Members from the root, parted by slashes; a number is the place in a list.</param>
    /// <param name="json">The new value as JSON; null takes the member away.</param>
    public static InstrumentSubmission With(string pointer, string? json)
    {
        var root = JsonNode.Parse(Example)!;
        var path = pointer.Trim('/').Split('/');
        var parent = path[..^1].Aggregate(root, (node, name) => node is JsonArray list ? list[int.Parse(name)]! : node[name]!);
        if (parent is JsonArray places)
        {
            places[int.Parse(path[^1])] = json is null ? null : JsonNode.Parse(json);
        }
        else if (json is null)
        {
            parent.AsObject().Remove(path[^1]);
        }
        else
        {
            parent[path[^1]] = JsonNode.Parse(json);
        }

        return Read(root.ToJsonString());
    }

    /// <summary>Reads a body as the service does: strictly.</summary>
    public static InstrumentSubmission Read(string json) => JsonSerializer.Deserialize<InstrumentSubmission>(json, InstrumentDefinition.Json)!;
}
