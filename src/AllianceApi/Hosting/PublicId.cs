using System.Security.Cryptography;
using System.Text;

namespace AllianceApi.Hosting;

/// <summary>The kinds of things that are shown under an id which is not the caller's.</summary>
internal enum PublicKind
{
    Client,
    Clinician,
    Episode,
}

/// <summary>
/// The opaque id under which a person or an episode is shown to systems that should not build on our callers' ids: made from the
/// external id alone, so it is the same on every instance and after a restore.
/// </summary>
internal static class PublicId
{
    public static string Of(PublicKind kind, string organization, string externalId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{organization}\n{externalId}")).AsSpan(0, 16));
}
