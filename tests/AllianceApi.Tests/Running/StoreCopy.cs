using System.Diagnostics;
using AllianceApi.Storage;
using Npgsql;

namespace AllianceApi.Tests.Running;

/// <summary>Backups as the guide for operators makes them, of either store: the store without its data keys, and these beside it.</summary>
internal static class StoreCopy
{
    private static readonly string[] Apart = ["data_keys", "master_keys", "erased_clients"];

    /// <summary>Copies a store to <paramref name="target"/>, and its data keys to the file of that name with <c>.datakeys</c>.</summary>
    public static void Make(TestStore store, string target)
    {
        if (store.Kind == Store.Sqlite)
        {
            new SqliteBackup(new SqliteFile(store.Connection), TimeProvider.System).Make(target, (_, _) => { }, CancellationToken.None);
            return;
        }

        Run(store, "pg_dump", ["--format=custom", .. Apart.Select(t => $"--exclude-table-data={t}"), $"--file={target}"]);
        Run(store, "pg_dump", ["--format=custom", "--data-only", .. Apart.Select(t => $"--table={t}"), $"--file={target}.datakeys"]);
    }

    /// <summary>Puts a copy back as a new store, with the master keys of the one that it came from.</summary>
    public static TestStore PutBack(TestStore from, string source)
    {
        var store = from.Kind == Store.Sqlite ? TestStore.InFolder(null) : TestStore.OnPostgres(Postgres.Text);
        if (from.Kind == Store.Sqlite)
        {
            new SqliteBackup(new SqliteFile(store.Connection), TimeProvider.System).PutBack(source, (_, _) => { }, CancellationToken.None);
        }
        else
        {
            Run(store, "pg_restore", ["--no-owner", "--exit-on-error", $"--dbname={new NpgsqlConnectionStringBuilder(store.Connection).Database}", source]);
            Run(store, "pg_restore", ["--no-owner", "--exit-on-error", $"--dbname={new NpgsqlConnectionStringBuilder(store.Connection).Database}", source + ".datakeys"]);
        }

        File.Copy(from.KeyFile, store.KeyFile, overwrite: true);
        return store;
    }

    private static void Run(TestStore store, string program, string[] arguments)
    {
        var at = new NpgsqlConnectionStringBuilder(store.Connection);
        string[] where = [$"--host={at.Host}", $"--port={at.Port}", $"--username={at.Username}", .. program == "pg_dump" ? (string[])[.. arguments, at.Database!] : arguments];
        var start = new ProcessStartInfo(Path.Combine(PostgresServer.Programs() ?? "", program), where) { RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PGPASSWORD"] = at.Password ?? "";
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, said);
    }
}
