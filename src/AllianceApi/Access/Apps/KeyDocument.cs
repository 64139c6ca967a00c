using System.Text.Json;
using System.Text.Json.Nodes;
using AllianceApi.Access.Tokens;
using AllianceApi.Access.Tokens.Assertions;
using AllianceApi.Hosting;

namespace AllianceApi.Access.Apps;

/// <summary>The JWK set that an administrator uploads for an app: kept as it was sent, but for what is no part of a public key.</summary>
internal static class KeyDocument
{
    private static readonly string[] Public = ["kty", "kid", "use", "alg", "key_ops", "n", "e", "crv", "x", "y"];
    private static readonly string[] Private = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <summary>The set as it is stored; faults are added.</summary>
    public static string? Read(Members body, string name)
    {
        if (body.Object(name) is not { } sent)
        {
            return null;
        }

        var kept = new JsonArray();
        foreach (var key in sent.Array("keys", required: true, most: 20) ?? [])
        {
            var members = key.ValueKind == JsonValueKind.Object ? key.EnumerateObject().ToList() : [];
            if (members.Exists(m => Private.Contains(JsonText.NameOf(m))))
            {
                body.Faults.Add($"{sent.At("keys")}/{kept.Count}", "not-allowed", "This is a private key, or a shared one. Upload public keys only, and make this one anew: it has been sent.");
            }

            kept.Add(new JsonObject(members.Where(m => Public.Contains(JsonText.NameOf(m))).DistinctBy(m => m.Name).Select(m => KeyValuePair.Create(m.Name, JsonNode.Parse(m.Value.GetRawText())))));
        }

        var text = new JsonObject { ["keys"] = kept }.ToJsonString();
        if (!body.Faults.Any && !Assertion.Algorithms.Any(a => Keys(text)?.For(null, a).Count > 0))
        {
            body.Faults.Add(sent.At("keys"), "out-of-range", "None of these can sign an assertion: RSA keys of 2048 bits or more (RS384) or EC keys of the curve P-384 (ES384) can.");
        }

        return text;
    }

    /// <summary>The keys of a stored set; null where none of it is usable.</summary>
    public static KeySet? Keys(string stored)
    {
        try
        {
            using var document = JsonDocument.Parse(stored);
            return KeySet.Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null; // the only fault of a set that was written here: no key that could sign
        }
    }

    public static IReadOnlyList<string> IdsOf(string stored)
    {
        using var document = JsonDocument.Parse(stored);
        return [.. document.RootElement.GetProperty("keys").EnumerateArray().Select(k => k.TryGetProperty("kid", out var kid) ? JsonText.Of(kid) : null).OfType<string>()];
    }
}
