using System.Security.Cryptography;

namespace AllianceApi.Storage;

/// <summary>
/// Makes UUIDv7: 48 bits of milliseconds, then 74 random bits. The random bits are taken from the operating system many at a
/// time, because a call for each costs more than the id.
/// </summary>
internal sealed class IdSource
{
    private const int Bytes = 10;
    private const int Most = 256;

    private byte[] _random = [];
    private int _used;
    private int _next = 1;

    /// <summary>An id of an instant.</summary>
    public string Next(DateTimeOffset at)
    {
        if (_used == _random.Length)
        {
            // One for who needs one; more each time for who goes on.
            _random = RandomNumberGenerator.GetBytes(_next * Bytes);
            (_used, _next) = (0, Math.Min(_next * 4, Most));
        }

        Span<byte> id = stackalloc byte[16];
        var milliseconds = at.ToUnixTimeMilliseconds();
        for (var i = 5; i >= 0; i--, milliseconds >>= 8)
        {
            id[i] = (byte)milliseconds;
        }

        _random.AsSpan(_used, Bytes).CopyTo(id[6..]);
        _used += Bytes;
        id[6] = (byte)((id[6] & 0x0F) | 0x70);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true).ToString();
    }
}
