using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AllianceApi.Storage;

/// <summary>
/// The hash chain of the audit log. Each row carries SHA-256 over the hash of the row before it (32 zero bytes for the first)
/// and over its own content, every text with its length in front, so that no two contents give the same bytes.
/// </summary>
internal static class AuditChain
{
    public static readonly byte[] Start = new byte[32];

    private const int Fixed = 256;

    public static byte[] Next(byte[] previous, long sequence, AuditEntry entry)
    {
        var most = Fixed + Encoding.UTF8.GetMaxByteCount(Characters(entry));
        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            var content = new Content(rented);
            content.Write(previous);
            content.Write(sequence);
            content.Write(entry.Organization);
            content.Write(entry.At);
            content.Write(entry.KeyId);
            content.Write(entry.Name);
            content.Write(entry.Role);
            content.Write(entry.Action);
            content.Write(entry.Resource);
            content.WriteOptional(entry.ClientId);
            content.Write(entry.Outcome);
            content.WriteOptional(entry.Reason);
            content.Write(entry.Origin);
            // Last and only where it is: rows from before it was kept have the same hash as ever.
            if (entry.BreakGlass is not null)
            {
                content.Write(entry.BreakGlass);
            }

            return SHA256.HashData(content.Written);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static int Characters(AuditEntry e) =>
        e.Organization.Length + e.KeyId.Length + e.Name.Length + e.Role.Length + e.Action.Length + e.Resource.Length + (e.ClientId?.Length ?? 0) + e.Outcome.Length +
        (e.Reason?.Length ?? 0) + e.Origin.Length + (e.BreakGlass?.Length ?? 0);

    /// <summary>The content of a row as bytes, one value after the other.</summary>
    private ref struct Content(Span<byte> bytes)
    {
        private readonly Span<byte> _bytes = bytes;
        private int _length;

        public readonly ReadOnlySpan<byte> Written => _bytes[.._length];

        public void Write(ReadOnlySpan<byte> value)
        {
            value.CopyTo(_bytes[_length..]);
            _length += value.Length;
        }

        public void Write(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_bytes[_length..], value);
            _length += sizeof(long);
        }

        // Its length in bytes first, seven bits at a time from the lowest, each but the last with the eighth bit set.
        public void Write(string text)
        {
            var rest = (uint)Encoding.UTF8.GetByteCount(text);
            for (; rest > 0x7f; rest >>= 7)
            {
                _bytes[_length++] = (byte)(rest | 0x80);
            }

            _bytes[_length++] = (byte)rest;
            _length += Encoding.UTF8.GetBytes(text, _bytes[_length..]);
        }

        public void WriteOptional(string? text)
        {
            _bytes[_length++] = text is null ? (byte)0 : (byte)1;
            if (text is not null)
            {
                Write(text);
            }
        }
    }
}
