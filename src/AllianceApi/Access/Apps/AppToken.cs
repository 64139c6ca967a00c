using System.Buffers.Text;
using System.Security.Cryptography;

namespace AllianceApi.Access.Apps;

/// <summary>The token that an app gets: <c>aat_</c> and 256 random bits. Only its SHA-256 is stored.</summary>
internal static class AppToken
{
    public const string Prefix = "aat_";

    /// <summary>For how long it is good: as long as SMART Backend Services allows.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
