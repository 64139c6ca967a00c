using System.Security.Cryptography;

namespace AllianceApi.Storage;

/// <summary>Random secrets that every instance on one store shares; each is made when it is first asked for.</summary>
internal sealed class StoreSecrets(Database database)
{
    /// <summary>32 random bytes that are the same for every instance and after every restart.</summary>
    public Task<byte[]> Get(string name, CancellationToken cancellationToken) => database.Write(
        session =>
        {
            session.Run(
                "INSERT INTO store_secrets (name, value) VALUES (@Name, @Value) ON CONFLICT (name) DO NOTHING",
                new { Name = name, Value = RandomNumberGenerator.GetBytes(32) });
            return session.One<byte[]>("SELECT value FROM store_secrets WHERE name = @Name", new { Name = name })!;
        },
        cancellationToken);
}
