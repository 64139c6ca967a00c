using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AllianceApi.Storage;

namespace AllianceApi.Events;

/// <summary>
/// Places in the feed of an organization, as callers see them: the number of an event, encrypted, so that nobody reads from it
/// how much happens at the clinic, and nobody makes one up. One block is enough, and the same place always looks the same.
/// </summary>
internal sealed class EventCursors(StoreSecrets secrets)
{
    private const int Length = 16;
    private byte[]? _key;

    /// <summary>Fetches the key that all instances share.</summary>
    public async ValueTask Prepare(CancellationToken cancellationToken) => _key ??= await secrets.Get("events", cancellationToken);

    public string Write(string organization, long sequence)
    {
        var block = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(block, sequence);
        using var aes = Cipher();
        return Base64Url.EncodeToString(aes.EncryptCbc(block, Start(organization), PaddingMode.None));
    }

    /// <summary>The number that a cursor of this organization stands for; null for anything else.</summary>
    public long? Read(string organization, string cursor)
    {
        if (!Base64Url.IsValid(cursor, out var length) || length != Length)
        {
            return null;
        }

        using var aes = Cipher();
        var block = aes.DecryptCbc(Base64Url.DecodeFromChars(cursor), Start(organization), PaddingMode.None);
        return block.AsSpan(8).ContainsAnyExcept((byte)0) ? null : BinaryPrimitives.ReadInt64BigEndian(block);
    }

    private static byte[] Start(string organization) => SHA256.HashData(Encoding.UTF8.GetBytes(organization))[..Length];

    private Aes Cipher()
    {
        var aes = Aes.Create();
        aes.Key = _key ?? throw new InvalidOperationException("The key of the cursors of events is not prepared.");
        return aes;
    }
}
