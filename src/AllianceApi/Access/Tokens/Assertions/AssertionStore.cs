using System.Security.Cryptography;
using System.Text;
using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Access.Tokens.Assertions;

/// <summary>The SQL of assertions that were taken.</summary>
internal static class AssertionStore
{
    /// <summary>Notes that an assertion was taken; false where it was taken before, on whichever instance.</summary>
    public static bool Take(Session session, string organization, Assertion assertion) => session.Run(
        "INSERT INTO used_assertions (organization_id, issuer, jti_hash, expires_at) VALUES (@Organization, @Issuer, @Hash, @Ends) ON CONFLICT (organization_id, issuer, jti_hash) DO NOTHING",
        new { Organization = organization, assertion.Issuer, Hash = SHA256.HashData(Encoding.UTF8.GetBytes(assertion.Jti)), Ends = assertion.Ends.ToStore() }) == 1;
}
