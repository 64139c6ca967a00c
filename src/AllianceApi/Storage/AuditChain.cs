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

    public static byte[] Next(byte[] previous, long sequence, AuditEntry entry)
    {
        using var stream = new MemoryStream(512);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(previous);
            writer.Write(sequence);
            writer.Write(entry.Organization);
            writer.Write(entry.At);
            writer.Write(entry.KeyId);
            writer.Write(entry.Name);
            writer.Write(entry.Role);
            writer.Write(entry.Action);
            writer.Write(entry.Resource);
            Write(writer, entry.ClientId);
            writer.Write(entry.Outcome);
            Write(writer, entry.Reason);
            writer.Write(entry.Origin);
            // Last and only where it is: rows from before it was kept have the same hash as ever.
            if (entry.BreakGlass is not null)
            {
                writer.Write(entry.BreakGlass);
            }
        }

        return SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void Write(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }
}
