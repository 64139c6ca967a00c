using System.Globalization;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using AllianceApi.Storage.Sealing;

namespace AllianceApi.Shell;

/// <summary>Makes a backup of the store while the service goes on.</summary>
internal static class BackupCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        var target = Path.GetFullPath(arguments.Next() ?? throw new UsageException("backup needs the file to write."));
        await using var app = StoreCopies.Build(arguments, "backup", "pg_dump --format=custom, without the rows of data_keys, master_keys and erased_clients, which go to a file of their own (docs/operation.md)");
        var store = app.Services.GetRequiredService<SqliteFile>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        using var stop = new Interruption();
        var at = StoreCopies.Shown(clock, progress => new SqliteBackup(store, clock).Make(target, progress, stop.Token));
        Console.WriteLine($"{target} holds the store as it was at {at.Text()}: {StoreCopies.Size(new FileInfo(target).Length)}, its integrity checked.");
        if (File.Exists(target + KeysApart.Ending))
        {
            Console.WriteLine($"The data keys stand apart in {target}{KeysApart.Ending}. Keep the newest such file alone, for all backups, and throw older ones away: so that who is erased is forgotten in every backup.");
        }

        Console.WriteLine(StoreCopies.KeyFiles(app.Configuration, store.Path) switch
        {
            [] => "It is complete: this store has no key file beside it.",
            var keys => $"Keep with it, in a different place: {string.Join(" and ", keys)}. Without that key what it encrypts can not be read again.",
        });
        return 0;
    }
}

/// <summary>Puts a backup in the place of the store.</summary>
internal static class RestoreCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        var source = Path.GetFullPath(arguments.Next() ?? throw new UsageException("restore needs the file of a backup."));
        await using var app = StoreCopies.Build(arguments, "restore", "pg_restore");
        var store = app.Services.GetRequiredService<SqliteFile>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        using var stop = new Interruption();
        var pending = StoreCopies.Shown(clock, progress => new SqliteBackup(store, clock).PutBack(source, progress, stop.Token));
        Console.WriteLine($"{store.Path} is in place: {StoreCopies.Size(new FileInfo(store.Path).Length)}, its integrity and schema checked.");
        if (pending.Count > 0)
        {
            Console.WriteLine($"It is from an earlier version; the next start takes {string.Join(", ", pending.Select(m => m.Name))}.");
        }

        Console.WriteLine("Put the key file that was kept with the backup in place too, if there was one. Then run: AllianceApi verify");
        return 0;
    }
}

/// <summary>What copying a store has in common, in both directions.</summary>
internal static class StoreCopies
{
    private const double Mebi = 1024 * 1024;

    /// <summary>The program over a store that is a file; refuses one that is kept by a server.</summary>
    public static WebApplication Build(Arguments arguments, string command, string instead) => Program.Build(arguments.Settings(), builder =>
    {
        builder.Logging.ClearProviders();
        if (builder.Configuration["Store:Provider"] is "postgres")
        {
            throw new ConfigurationException($"{command} is for SQLite; the store is on PostgreSQL: use {instead}, and keep the file of Security:MasterKeyFile apart from it.");
        }
    });

    /// <summary>Copies and shows how far it is.</summary>
    public static T Shown<T>(TimeProvider clock, Func<Action<long, long>, T> copy)
    {
        var line = ProgressLine.OfConsole(clock);
        var started = clock.GetTimestamp();
        try
        {
            return copy((done, all) =>
            {
                string Text() => $"{Size(done)} of {Size(all)}  {Size((long)(done / Math.Max(clock.GetElapsedTime(started).TotalSeconds, 0.001)))}/s";
                if (done < all)
                {
                    line.Show((double)done / all, Text);
                }
                else
                {
                    line.End(1, $"{Text()}  checking the copy ...");
                }
            });
        }
        catch (OperationCanceledException)
        {
            throw new StoreFileException("Stopped. Nothing was kept.");
        }
        finally
        {
            line.Leave();
        }
    }

    /// <summary>The key file that the configuration names; else those that stand beside the store.</summary>
    public static IReadOnlyList<string> KeyFiles(IConfiguration configuration, string store) =>
        configuration["Security:MasterKeyFile"] is { Length: > 0 } named
            ? [Path.GetFullPath(named)]
            : [.. Directory.GetFiles(Path.GetDirectoryName(store)!, "*.key").Order(StringComparer.Ordinal)];

    public static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebi:N1} MiB");
}
