using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace AllianceApi.Storage.Sealing;

/// <summary>A data key, ready to seal and to open. Its cipher is set up when it is needed and stays for a while; one thread at a time uses it.</summary>
internal sealed class DataKey(byte[] id, byte[] bytes, AwakeKeys awake) : IDisposable
{
    private readonly Lock _lock = new();
    private AesGcm? _cipher;

    public byte[] Id => id;

    public byte[] Bytes => bytes;

    /// <summary>Gives back the memory of the cipher until the key is used again.</summary>
    public void Rest()
    {
        lock (_lock)
        {
            _cipher?.Dispose();
            _cipher = null;
        }
    }

    public void Dispose() => Rest();

    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> value, Span<byte> output, Span<byte> tag, ReadOnlySpan<byte> bound)
    {
        bool woke;
        lock (_lock)
        {
            woke = Wake();
            _cipher.Encrypt(nonce, value, output, tag, bound);
        }

        Note(woke);
    }

    public void Decrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> value, ReadOnlySpan<byte> tag, Span<byte> output, ReadOnlySpan<byte> bound)
    {
        bool woke;
        lock (_lock)
        {
            woke = Wake();
            _cipher.Decrypt(nonce, value, tag, output, bound);
        }

        Note(woke);
    }

    [MemberNotNull(nameof(_cipher))]
    private bool Wake()
    {
        var sleeps = _cipher is null;
        _cipher ??= new AesGcm(bytes, 16);
        return sleeps;
    }

    // After its own lock is free: who holds one key never waits for another.
    private void Note(bool woke)
    {
        if (woke)
        {
            awake.Note(this);
        }
    }
}
