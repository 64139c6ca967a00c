using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Microsoft.Extensions.Primitives;

namespace AllianceApi.Hosting;

/// <summary>
/// Strong entity tags. A tag of a changeable resource is <c>{revision}-{digest}</c>: the revision decides <c>If-Match</c>, the
/// whole tag decides <c>If-None-Match</c>, because what is shown may change while the resource does not.
/// </summary>
internal static class EntityTag
{
    /// <summary>Tag of a revision whose bytes are <paramref name="body"/>.</summary>
    public static string Of(long revision, ReadOnlySpan<byte> body) => string.Create(CultureInfo.InvariantCulture, $"{revision}-{Digest(body):x16}");

    /// <summary>The same as a header shows it.</summary>
    public static string Quoted(long revision, ReadOnlySpan<byte> body) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}-{Digest(body):x16}\"");

    /// <summary>A tag as a header shows it.</summary>
    public static string Quoted(string tag) => $"\"{tag}\"";

    /// <summary>Tag of bytes that have no revision.</summary>
    public static string Of(ReadOnlySpan<byte> body) => Digest(body).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Whether one of the tags of an <c>If-None-Match</c> header is <paramref name="tag"/>, compared weakly as RFC 9110 asks.</summary>
    public static bool Matches(StringValues header, ReadOnlySpan<char> tag)
    {
        foreach (var value in header)
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                var candidate = value.AsSpan(part).Trim();
                if (candidate is "*" || Unquoted(candidate.StartsWith("W/", StringComparison.Ordinal) ? candidate[2..] : candidate).SequenceEqual(tag))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> tag) => tag is ['"', .. var bare, '"'] ? bare : default;

    // In the manner of FNV-1a, eight bytes at a time: no secret and no proof, only a change of bytes shown as a change of tag. The
    // turn brings what a high byte changes to the low ones; each step has an inverse, so no single change is ever lost.
    private static ulong Digest(ReadOnlySpan<byte> body)
    {
        var hash = 14695981039346656037UL ^ (ulong)body.Length;
        for (; body.Length >= sizeof(ulong); body = body[sizeof(ulong)..])
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(body)) * 1099511628211UL, 29);
        }

        foreach (var b in body)
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        return hash ^ (hash >> 32);
    }
}
