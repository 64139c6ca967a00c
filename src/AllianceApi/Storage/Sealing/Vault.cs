using System.Security.Cryptography;

namespace AllianceApi.Storage.Sealing;

/// <summary>
/// Seals what is stored of a client's answers and label, and secrets of an organization: AES-256-GCM under a data key of its own, bound by its associated data
/// to the place where it is stored, so that it opens nowhere else. What is sealed begins with a version byte and the id of its
/// data key. Without the data key it is noise: to destroy the key is to forget, in every copy.
/// </summary>
internal sealed class Vault(MasterKeys masters)
{
    private const byte Version = 1;
    private const int IdLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = 1 + IdLength + NonceLength + TagLength;
    private const int LongestPlace = 512;

    private readonly DataKeys _keys = new(masters);

    /// <summary>Whether these bytes were sealed; what was stored before there was a vault was not.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> stored) => stored.Length >= Overhead && stored[0] == Version;

    /// <summary>Makes sure that the master keys are those of the store.</summary>
    public void Open(Session session) => _keys.Open(session);

    /// <summary>Seals a value of a client for its place.</summary>
    public byte[] Seal(Session session, string organization, string clientId, SealedPlace place, ReadOnlySpan<byte> value) =>
        Seal(_keys.OfClient(session, organization, clientId), organization, place, value);

    /// <summary>Seals a secret of an organization itself for its place.</summary>
    public byte[] SealOwn(Session session, string organization, SealedPlace place, ReadOnlySpan<byte> value) =>
        Seal(_keys.OfOrganization(session, organization), organization, place, value);

    private static byte[] Seal(DataKey key, string organization, SealedPlace place, ReadOnlySpan<byte> value)
    {
        var output = new byte[Overhead + value.Length];
        output[0] = Version;
        key.Id.CopyTo(output.AsSpan(1));
        var nonce = output.AsSpan(1 + IdLength, NonceLength);
        RandomBytes.Fill(nonce);
        Span<byte> bound = stackalloc byte[LongestPlace];
        key.Encrypt(nonce, value, output.AsSpan(Overhead), output.AsSpan(1 + IdLength + NonceLength, TagLength), place.Bind(bound, organization));
        return output;
    }

    /// <summary>Opens a value at its place; what was never sealed is given as it is.</summary>
    /// <exception cref="CryptographicException">It was sealed for another place, or changed.</exception>
    /// <exception cref="ErasedException">Its key is destroyed.</exception>
    public byte[] Open(Session session, string organization, SealedPlace place, byte[] stored)
    {
        if (!IsSealed(stored))
        {
            return stored;
        }

        var key = _keys.Of(session, organization, stored.AsSpan(1, IdLength)) ?? throw new ErasedException();
        var value = new byte[stored.Length - Overhead];
        Span<byte> bound = stackalloc byte[LongestPlace];
        key.Decrypt(
            stored.AsSpan(1 + IdLength, NonceLength), stored.AsSpan(Overhead), stored.AsSpan(1 + IdLength + NonceLength, TagLength), value, place.Bind(bound, organization));
        return value;
    }

    /// <summary>Destroys every data key of a client.</summary>
    public void Destroy(Session session, string organization, string clientId) => _keys.Destroy(session, organization, clientId);

    /// <summary>The ids of the master keys that data keys are wrapped with.</summary>
    public IReadOnlyList<string> MastersInUse(Session session) => session.All<string>("SELECT DISTINCT master_key_id FROM data_keys");

    /// <summary>Wraps the next data keys with the master key in use.</summary>
    /// <returns>How many; 0 where all are.</returns>
    public int Rewrap(Session session, int atATime) => _keys.Rewrap(session, atATime);
}
