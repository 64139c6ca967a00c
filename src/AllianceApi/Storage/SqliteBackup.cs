using AllianceApi.Storage.Sealing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AllianceApi.Storage;

/// <summary>Copies the store to a file while the service goes on, and puts such a file back. Neither overwrites anything.</summary>
internal sealed class SqliteBackup(SqliteFile store, TimeProvider clock)
{
    /// <summary>Copies the store to <paramref name="target"/> and checks the copy.</summary>
    /// <returns>The instant that the copy shows, or a moment before it.</returns>
    /// <exception cref="StoreFileException">There is no store, the file is there already, or the copy is not whole.</exception>
    public DateTimeOffset Make(string target, Action<long, long> progress, CancellationToken cancellationToken)
    {
        if (!File.Exists(store.Path))
        {
            throw new StoreFileException($"There is no store {store.Path}. ConnectionStrings__Alliance says where it is.");
        }

        if (Path.Exists(target))
        {
            throw new StoreFileException($"{target} is there already, and a backup overwrites nothing. Choose another name.");
        }

        using var partial = PartialFile.For(target);
        var at = clock.GetUtcNow();
        SqliteCopy.Run(store.Path, partial.Path, progress, cancellationToken);
        if (SqliteCopy.Faults(partial.Path) is [var first, ..] faults)
        {
            throw new StoreFileException($"The store is damaged, so no backup was made ({faults.Count} faults, the first: {first}). Keep its earlier backups, and run: AllianceApi verify");
        }

        KeysApart.TakeOut(partial.Path, target + KeysApart.Ending);
        partial.Finish();
        return at;
    }

    /// <summary>Puts <paramref name="source"/> in the place of the store, where there is none, after it was copied and checked beside it.</summary>
    /// <returns>The steps of the schema that the next start will take.</returns>
    /// <exception cref="StoreFileException">There is a store already, or the file is damaged or no store.</exception>
    /// <exception cref="MigrationException">The file is from a newer program, or its schema was changed.</exception>
    public IReadOnlyList<Migration> PutBack(string source, Action<long, long> progress, CancellationToken cancellationToken)
    {
        if (((string[])["", "-wal", "-shm", "-journal"]).Select(end => store.Path + end).FirstOrDefault(Path.Exists) is { } taken)
        {
            throw new StoreFileException($"{taken} is there already, and a restore overwrites nothing. Stop the service, move the old store and the files beside it away, and run this again.");
        }

        if (!File.Exists(source))
        {
            throw new StoreFileException($"There is no file {source}.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(store.Path)!);
        using var partial = PartialFile.For(store.Path);
        SqliteCopy.Run(source, partial.Path, progress, cancellationToken);
        if (SqliteCopy.Faults(partial.Path) is [var first, ..] faults)
        {
            throw new StoreFileException($"{source} is damaged and was not put in place ({faults.Count} faults, the first: {first}).");
        }

        PutKeysBack(source, partial.Path);
        var pending = new SqliteMigrator(new SqliteFile($"Data Source={partial.Path}"), clock, NullLogger<SqliteMigrator>.Instance).Pending();
        if (pending.Count == Migration.For("sqlite").Count)
        {
            throw new StoreFileException($"{source} is no store of AllianceApi.");
        }

        partial.Finish();
        return pending;
    }

    private static void PutKeysBack(string source, string copy)
    {
        if (!KeysApart.Lacks(copy))
        {
            return;
        }

        if (!File.Exists(source + KeysApart.Ending))
        {
            throw new StoreFileException($"The answers and labels in {source} are sealed, and {source}{KeysApart.Ending} is not there. Put the newest file of data keys there, under that name.");
        }

        KeysApart.PutIn(copy, source + KeysApart.Ending);
    }
}
