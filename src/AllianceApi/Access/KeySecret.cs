using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AllianceApi.Access;

/// <summary>The secret of an API key: <c>aak_</c> and 256 random bits. Only its SHA-256 is stored.</summary>
internal static class KeySecret
{
    public const string Prefix = "aak_";

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
