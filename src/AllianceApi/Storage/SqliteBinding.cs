using System.Runtime.InteropServices;
using System.Text;

namespace AllianceApi.Storage;

/// <summary>
/// Gives values to a statement of SQLite. A form binds many of them, each in a few instructions; the way through the wrapper also
/// guards the statement against being closed meanwhile and tells the runtime of each call. A
/// statement is used and closed by one thread at a time, and nothing here waits or calls back.
/// </summary>
internal static class SqliteBinding
{
    private const string Library = "e_sqlite3";
    private const int MostInPlace = 200;

    // SQLite takes a copy.
    private static readonly nint Transient = -1;

    /// <summary>Binds a value.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="place">The place of the parameter, from 1.</param>
    /// <param name="value">Null, a text, a whole number, a double or bytes.</param>
    /// <returns>The result code.</returns>
    /// <exception cref="NotSupportedException">The value is of another type.</exception>
    public static int Bind(nint statement, int place, object? value) => value switch
    {
        null => BindNull(statement, place),
        string text => BindText(statement, place, text),
        long number => BindLong(statement, place, number),
        int number => BindLong(statement, place, number),
        byte[] bytes => BindBlob(statement, place, in Content(bytes), bytes.Length, Transient),
        double number => BindDouble(statement, place, number),
        _ => throw new NotSupportedException($"A value of type {value.GetType()} has no place in the store."),
    };

    private static int BindText(nint statement, int place, string text)
    {
        Span<byte> utf8 = text.Length <= MostInPlace ? stackalloc byte[MostInPlace * 3] : new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return BindText(statement, place, in utf8[0], Encoding.UTF8.GetBytes(text, utf8), Transient);
    }

    // SQLite takes the address of no bytes for null; any other address will do for them.
    private static ref readonly byte Content(byte[] bytes) => ref bytes.Length == 0 ? ref Nothing[0] : ref bytes[0];

    private static readonly byte[] Nothing = [0];

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_bind_null")]
    private static extern int BindNull(nint statement, int place);

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_bind_int64")]
    private static extern int BindLong(nint statement, int place, long value);

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_bind_double")]
    private static extern int BindDouble(nint statement, int place, double value);

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_bind_text")]
    private static extern int BindText(nint statement, int place, in byte value, int length, nint copies);

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_bind_blob")]
    private static extern int BindBlob(nint statement, int place, in byte value, int length, nint copies);
}
