using System.Text.Json;

namespace AllianceApi.Hosting;

/// <summary>Texts of a JSON document, which may hold what is not Unicode.</summary>
internal static class JsonText
{
    /// <summary>The text of a string; null for anything else, and for what is not Unicode.</summary>
    public static string? TextOf(JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // an escaped half of a surrogate pair, or bytes that are not UTF-8: JSON lets them pass
        }
    }

    /// <summary>The name of a member; null for what is not Unicode.</summary>
    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null; // as above
        }
    }
}
