using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AllianceApi.Invitations;

/// <summary>The secret part of a link: 256 random bits. Only its SHA-256 is stored.</summary>
internal static class InvitationToken
{
    private const int Length = 43;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether a text can be a token at all, so that anything else costs no look at the store.</summary>
    public static bool Fits(string text) => text.Length == Length && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
