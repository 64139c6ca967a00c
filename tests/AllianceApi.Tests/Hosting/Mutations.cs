using System.Text.Json.Nodes;

namespace AllianceApi.Tests.Hosting;

/// <summary>Ways to spoil a valid body at every place.</summary>
internal static class Mutations
{
    /// <summary>Each object of a body with a member that nobody knows; with the pointer of that member.</summary>
    public static IEnumerable<(string Pointer, string Body)> UnknownMembers(JsonNode body) => Objects(body, "").Select(at =>
    {
        var copy = body.DeepClone();
        Find(copy, at)["~un/known"] = 1;
        return ($"{at}/~0un~1known", copy.ToJsonString());
    });

    /// <summary>Each object of a body with its first member twice; with the pointer of that member.</summary>
    public static IEnumerable<(string Pointer, string Body)> DoubledMembers(JsonNode body) =>
        Objects(body, "").Where(at => Find(body, at).AsObject().Count > 0).Select(at => ($"{at}/{Find(body, at).AsObject().First().Key}", Doubled(body, "", at)));

    /// <summary>Each value of a body as another type; with its pointer.</summary>
    public static IEnumerable<(string Pointer, string Body)> WrongTypes(JsonNode body) => Leaves(body, "").Select(at =>
    {
        var copy = body.DeepClone();
        Spoil(copy, at);
        return (at, copy.ToJsonString());
    });

    /// <summary>Every value of a body as another type at once; with their pointers.</summary>
    public static (string[] Pointers, string Body) AllTypesWrong(JsonNode body)
    {
        var copy = body.DeepClone();
        string[] leaves = [.. Leaves(body, "")];
        foreach (var leaf in leaves)
        {
            Spoil(copy, leaf);
        }

        return (leaves, copy.ToJsonString());
    }

    private static void Spoil(JsonNode body, string at)
    {
        var cut = at.LastIndexOf('/');
        var (parent, name) = (Find(body, at[..cut]), at[(cut + 1)..]);
        JsonNode wrong = new JsonObject { ["not"] = "this" };
        if (parent is JsonArray array)
        {
            array[int.Parse(name)] = wrong;
        }
        else
        {
            parent[name] = wrong;
        }
    }

    private static IEnumerable<string> Objects(JsonNode? node, string at) => node switch
    {
        JsonObject o => o.SelectMany(m => Objects(m.Value, $"{at}/{m.Key}")).Prepend(at),
        JsonArray a => a.SelectMany((e, i) => Objects(e, $"{at}/{i}")),
        _ => [],
    };

    private static IEnumerable<string> Leaves(JsonNode? node, string at) => node switch
    {
        JsonObject o => o.SelectMany(m => Leaves(m.Value, $"{at}/{m.Key}")),
        JsonArray a => a.SelectMany((e, i) => Leaves(e, $"{at}/{i}")),
        _ => [at],
    };

    private static JsonNode Find(JsonNode body, string at) =>
        at.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(body, (n, part) => n is JsonArray a ? a[int.Parse(part)]! : n[part]!);

    private static string Doubled(JsonNode? node, string here, string at) => node switch
    {
        JsonObject o => Text(o, here, at),
        JsonArray a => $"[{string.Join(',', a.Select((e, i) => Doubled(e, $"{here}/{i}", at)))}]",
        null => "null",
        _ => node.ToJsonString(),
    };

    private static string Text(JsonObject o, string here, string at)
    {
        var members = o.Select(m => $"\"{m.Key}\":{Doubled(m.Value, $"{here}/{m.Key}", at)}").ToList();
        return $"{{{string.Join(',', here == at ? [.. members, members[0]] : members)}}}";
    }
}
