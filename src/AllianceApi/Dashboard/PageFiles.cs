using System.Collections.Frozen;
using System.Security.Cryptography;

namespace AllianceApi.Dashboard;

/// <summary>A file of the pages as it is sent.</summary>
/// <param name="Bytes">Its content.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Tag">Strong entity tag, from the content.</param>
internal sealed record PageFile(ReadOnlyMemory<byte> Bytes, string ContentType, string Tag);

/// <summary>The files that come within the program, so that it is published as one.</summary>
internal static class PageFiles
{
    private const string Prefix = "pages/";

    private static readonly FrozenDictionary<string, PageFile> All = typeof(PageFiles).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(n => n[Prefix.Length..], Read, StringComparer.Ordinal);

    public static PageFile? Find(string name) => All.GetValueOrDefault(name);

    private static PageFile Read(string resource)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new PageFile(bytes, ContentTypeOf(resource), Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]);
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"A page file with the ending {other} has no media type."),
    };
}
