using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AllianceApi.Storage;

/// <summary>
/// Copies a database file, page by page, as it is at one instant. The source is read on one snapshot from the first page to the
/// last, so that whoever writes to it meanwhile neither waits nor makes the copy begin again.
/// </summary>
internal static class SqliteCopy
{
    private const int PagesAtATime = 1024;

    /// <summary>Copies <paramref name="from"/> over the empty file <paramref name="to"/>, which is on disk when this ends and needs no other file beside it.</summary>
    /// <param name="from">The source; what stands in its write-ahead log is copied too.</param>
    /// <param name="to">An empty file.</param>
    /// <param name="progress">Is told how many bytes of how many are copied.</param>
    /// <param name="cancellationToken">Ends it before the last page.</param>
    /// <exception cref="StoreFileException">One of the files can not be read or written.</exception>
    public static void Run(string from, string to, Action<long, long> progress, CancellationToken cancellationToken)
    {
        try
        {
            using var source = Open(from);
            using var target = Open(to);
            Execute(source, "BEGIN");
            var pageBytes = Number(source, "PRAGMA page_size");
            _ = Number(source, "SELECT COUNT(*) FROM sqlite_master"); // takes the snapshot
            Copy(source, target, (done, all) => progress(done * pageBytes, all * pageBytes), cancellationToken);
            Execute(target, "PRAGMA journal_mode = DELETE");
        }
        catch (SqliteException e)
        {
            throw new StoreFileException(e.SqliteErrorCode switch
            {
                raw.SQLITE_NOTADB => $"{from} is no SQLite database, or it is damaged from its first page on.",
                raw.SQLITE_CORRUPT => $"{from} is damaged; nothing was made of it.",
                raw.SQLITE_FULL => $"There is no room for {to}.",
                _ => $"{from} can not be copied to {to}: {e.Message.Split('\n')[0].TrimEnd()}",
            });
        }
    }

    /// <summary>What is broken in a database file: pages, indexes, rows without their parent. Empty where it is whole.</summary>
    public static IReadOnlyList<string> Faults(string path)
    {
        try
        {
            using var file = Open(path);
            return
            [
                .. Texts(file, "PRAGMA integrity_check").Where(t => t != "ok"),
                .. Texts(file, "SELECT DISTINCT 'a row of ' || \"table\" || ' lacks its row of ' || parent FROM pragma_foreign_key_check"),
            ];
        }
        catch (SqliteException e)
        {
            return [e.Message.Split('\n')[0].TrimEnd()];
        }
    }

    private static void Copy(SqliteConnection source, SqliteConnection target, Action<long, long> progress, CancellationToken cancellationToken)
    {
        using var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        if (backup.IsInvalid)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(target.Handle), target.Handle);
        }

        int result;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = raw.sqlite3_backup_step(backup, PagesAtATime);
            var all = raw.sqlite3_backup_pagecount(backup);
            progress(all - raw.sqlite3_backup_remaining(backup), all);
        }
        while (result == raw.SQLITE_OK);

        if (result != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(result, target.Handle);
        }
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA busy_timeout = 5000");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string text) => _ = Texts(connection, text);

    private static long Number(SqliteConnection connection, string text) => long.Parse(Texts(connection, text)[0], System.Globalization.CultureInfo.InvariantCulture);

    private static List<string> Texts(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements stand above
        command.CommandText = text;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}

/// <summary>A file that should hold a store, or should be made of one, is not fit for it; its message is one clear line.</summary>
internal sealed class StoreFileException(string message) : Exception(message);
