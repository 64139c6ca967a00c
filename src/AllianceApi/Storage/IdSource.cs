namespace AllianceApi.Storage;

/// <summary>Makes UUIDv7: 48 bits of milliseconds, then 74 random bits.</summary>
internal static class IdSource
{
    /// <summary>An id of an instant.</summary>
    public static string Next(DateTimeOffset at)
    {
        Span<byte> id = stackalloc byte[16];
        var milliseconds = at.ToUnixTimeMilliseconds();
        for (var i = 5; i >= 0; i--, milliseconds >>= 8)
        {
            id[i] = (byte)milliseconds;
        }

        RandomBytes.Fill(id[6..]);
        id[6] = (byte)((id[6] & 0x0F) | 0x70);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true).ToString();
    }
}
