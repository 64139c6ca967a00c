using System.Text.Json;

namespace AllianceApi.Hosting;

/// <summary>
/// The strings of JSON that was read without a look at their characters: an escaped half of a surrogate pair, or bytes that are
/// not UTF-8, pass the reader and show themselves here.
/// </summary>
internal static class JsonText
{
    /// <summary>The text of a string; null for anything else, and for what is not Unicode.</summary>
    public static string? Of(JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // not Unicode
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
            return null; // not Unicode
        }
    }
}
