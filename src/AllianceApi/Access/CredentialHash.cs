using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AllianceApi.Access;

/// <summary>The SHA-256 of a credential as the key of what is remembered of it: a value, so that looking takes no memory.</summary>
internal readonly record struct CredentialHash(UInt128 First, UInt128 Second)
{
    private const int MostBytesOnStack = 512;

    public static CredentialHash Of(ReadOnlySpan<char> credential)
    {
        var most = Encoding.UTF8.GetMaxByteCount(credential.Length);
        var utf8 = most <= MostBytesOnStack ? stackalloc byte[MostBytesOnStack] : new byte[most];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(credential, utf8)], hash);
        return new CredentialHash(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }

    /// <summary>The hash as the store holds it.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, First);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Second);
        return bytes;
    }
}
