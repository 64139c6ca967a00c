using Microsoft.Data.Sqlite;

namespace AllianceApi.Storage.Sealing;

/// <summary>
/// Keeps the data keys out of a copy of the store: a copy that held them would remember a client whom the store has forgotten.
/// They go to a file beside it, of which only the newest is kept; with it every older copy can be put back, but for who was
/// erased since. That file says who that is, too, as marks that can not be read back.
/// </summary>
internal static class KeysApart
{
    /// <summary>What the name of the file ends in.</summary>
    public const string Ending = ".datakeys";

    /// <summary>Moves the data keys of a copy to a file of their own.</summary>
    /// <returns>Whether there were any.</returns>
    public static bool TakeOut(string copy, string keys)
    {
        using var connection = Open(copy);
        if (!HasTable(connection, "main.sqlite_master", "data_keys") || Number(connection, "SELECT COUNT(*) FROM master_keys") == 0)
        {
            return false;
        }

        if (Path.Exists(keys))
        {
            throw new StoreFileException($"{keys} is there already, and a backup overwrites nothing. Choose another name.");
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(keys, options).Dispose();
        Attach(connection, keys);
        Execute(connection, "PRAGMA secure_delete = ON");
        Execute(connection, "CREATE TABLE apart.data_keys AS SELECT * FROM main.data_keys");
        Execute(connection, "CREATE TABLE apart.erased_clients AS SELECT * FROM main.erased_clients");
        Execute(connection, "DELETE FROM main.data_keys");
        Execute(connection, "DETACH DATABASE apart");
        return true;
    }

    /// <summary>Puts data keys into a copy that has none.</summary>
    public static void PutIn(string copy, string keys)
    {
        using var connection = Open(copy);
        Attach(connection, keys);
        Execute(connection, "INSERT INTO main.data_keys SELECT * FROM apart.data_keys WHERE organization_id IN (SELECT organization_id FROM main.organizations)");
        if (HasTable(connection, "apart.sqlite_master", "erased_clients"))
        {
            Execute(connection, "INSERT OR REPLACE INTO main.erased_clients SELECT * FROM apart.erased_clients WHERE organization_id IN (SELECT organization_id FROM main.organizations)");
        }

        // The master keys that are needed are those of these data keys; they may have been changed since the copy was made.
        Execute(connection, "DELETE FROM main.master_keys");
        Execute(connection, "INSERT INTO main.master_keys SELECT master_key_id, MAX(created_at) FROM main.data_keys GROUP BY master_key_id");
        Execute(connection, "DETACH DATABASE apart");
    }

    /// <summary>Whether a copy was sealed under data keys that it does not hold.</summary>
    public static bool Lacks(string copy)
    {
        using var connection = Open(copy);
        return HasTable(connection, "main.sqlite_master", "data_keys") && Number(connection, "SELECT COUNT(*) FROM data_keys") == 0 && Number(connection, "SELECT COUNT(*) FROM master_keys") > 0;
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, ForeignKeys = false }.ToString());
        connection.Open();
        return connection;
    }

    private static bool HasTable(SqliteConnection connection, string schema, string table) =>
        Number(connection, $"SELECT COUNT(*) FROM {schema} WHERE type = 'table' AND name = '{table}'") > 0;

    private static void Attach(SqliteConnection connection, string keys)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "ATTACH DATABASE @Keys AS apart";
        command.Parameters.AddWithValue("@Keys", keys);
        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements stand above
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements stand above
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
