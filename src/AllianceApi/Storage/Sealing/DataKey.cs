using System.Security.Cryptography;

namespace AllianceApi.Storage.Sealing;

/// <summary>A data key, ready to seal and to open. Its cipher is set up when it is needed and stays for a while; one thread at a time uses it.</summary>
internal sealed class DataKey(byte[] id, byte[] bytes, AwakeKeys awake) : IDisposable
{
    private readonly Lock _lock = new();
    private AesGcm? _cipher;

    public byte[] Id => id;

    public byte[] Bytes => bytes;

    /// <summary>Whether its cipher is set up.</summary>
    public bool IsAwake => _cipher is not null;

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
        using var use = new Use(this);
        use.Cipher.Encrypt(nonce, value, output, tag, bound);
    }

    public void Decrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> value, ReadOnlySpan<byte> tag, Span<byte> output, ReadOnlySpan<byte> bound)
    {
        using var use = new Use(this);
        use.Cipher.Decrypt(nonce, value, tag, output, bound);
    }

    private void Woke() => awake.Note(this);

    /// <summary>One use of the cipher, also one that ends in an exception.</summary>
    private readonly ref struct Use
    {
        private readonly DataKey _key;
        private readonly bool _slept;

        public Use(DataKey key)
        {
            _key = key;
            key._lock.Enter();
            _slept = !key.IsAwake;
        }

        public AesGcm Cipher => _key._cipher ??= new AesGcm(_key.Bytes, 16);

        public void Dispose()
        {
            var woke = _slept && _key.IsAwake;
            _key._lock.Exit();
            if (woke)
            {
                _key.Woke(); // once its own lock is free: who holds one key never waits for another
            }
        }
    }
}
