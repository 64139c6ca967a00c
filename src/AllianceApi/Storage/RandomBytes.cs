using System.Security.Cryptography;

namespace AllianceApi.Storage;

/// <summary>
/// Random bytes of the system's generator, fetched many at a time, because a call for a few costs more than what is done with them.
/// No byte is given twice, and none stays in memory once it is given.
/// </summary>
internal static class RandomBytes
{
    private const int AtATime = 4096;

    [ThreadStatic]
    private static byte[]? _fetched;

    [ThreadStatic]
    private static int _left;

    public static void Fill(Span<byte> bytes)
    {
        if (bytes.Length > AtATime)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }

        var fetched = _fetched ??= new byte[AtATime];
        if (_left < bytes.Length)
        {
            RandomNumberGenerator.Fill(fetched);
            _left = AtATime;
        }

        var given = fetched.AsSpan(AtATime - _left, bytes.Length);
        given.CopyTo(bytes);
        given.Clear();
        _left -= bytes.Length;
    }
}
