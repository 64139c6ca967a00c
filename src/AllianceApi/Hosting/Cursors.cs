using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AllianceApi.Storage;

namespace AllianceApi.Hosting;

/// <summary>
/// Cursors of lists: opaque to the caller, signed, and carrying the organization, the list and its filter, so that a next page
/// can neither lose its filter nor be asked for by someone else.
/// </summary>
internal sealed class Cursors(StoreSecrets secrets)
{
    private const int SignatureLength = 16;
    private byte[]? _key;

    /// <summary>Fetches the signing key that all instances share; once, before the first request.</summary>
    public async Task Prepare(CancellationToken cancellationToken) => _key = await secrets.Get("cursor", cancellationToken);

    public string Sign(string organization, PageRequest page)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new CursorContent(organization, page.Path, new SortedDictionary<string, string>(page.Filter.ToDictionary(), StringComparer.Ordinal), page.Limit, page.After!),
            CursorJson.Default.CursorContent);
        return Base64Url.EncodeToString([.. Signature(content), .. content]);
    }

    /// <summary>The content of a cursor of ours for this organization and list; null for anything else.</summary>
    public CursorContent? Read(string cursor, string organization, string path)
    {
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(cursor);
        }
        catch (FormatException)
        {
            return null;
        }

        if (bytes.Length <= SignatureLength || !CryptographicOperations.FixedTimeEquals(Signature(bytes.AsSpan(SignatureLength)), bytes.AsSpan(0, SignatureLength)))
        {
            return null;
        }

        var content = JsonSerializer.Deserialize(bytes.AsSpan(SignatureLength), CursorJson.Default.CursorContent);
        return content?.Organization == organization && content.Path == path ? content : null;
    }

    private ReadOnlySpan<byte> Signature(ReadOnlySpan<byte> content) =>
        HMACSHA256.HashData(_key ?? throw new InvalidOperationException("The cursor key is not prepared."), content).AsSpan(0, SignatureLength);
}

/// <summary>What a cursor holds.</summary>
internal sealed record CursorContent(
    [property: JsonPropertyName("o")] string Organization,
    [property: JsonPropertyName("p")] string Path,
    [property: JsonPropertyName("f")] SortedDictionary<string, string> Filter,
    [property: JsonPropertyName("l")] int Limit,
    [property: JsonPropertyName("k")] string After);

[JsonSerializable(typeof(CursorContent))]
internal sealed partial class CursorJson : JsonSerializerContext;
