using System.Text;

namespace AllianceApi.Tests.Running;

/// <summary>What stands in a store and in its copies, as bytes, to search for what must not.</summary>
internal static class StoreBytes
{
    /// <summary>All of a store: the files of SQLite with the write-ahead log; every row of every table of PostgreSQL.</summary>
    public static async Task<Dictionary<string, byte[]>> Of(TestStore store) =>
        store.Kind == Store.Sqlite ? Directory.GetFiles(store.Folder).Where(f => f != store.KeyFile).ToDictionary(f => Path.GetFileName(f), OfFile) : await OfTables(store);

    public static byte[] OfFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }

    /// <summary>Fails where one of the values stands in one of the places.</summary>
    public static void HoldNone(IReadOnlyDictionary<string, byte[]> places, IEnumerable<byte[]> values)
    {
        foreach (var value in values)
        {
            Assert.That(places.Where(p => p.Value.AsSpan().IndexOf(value) >= 0).Select(p => p.Key), Is.Empty, () => $"{Encoding.UTF8.GetString(value)} or {Convert.ToHexString(value)}");
        }
    }

    private static async Task<Dictionary<string, byte[]>> OfTables(TestStore store)
    {
        await using var connection = store.Connect();
        var tables = new Dictionary<string, byte[]>();
        await using var names = connection.CreateCommand();
        names.CommandText = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
        var list = new List<string>();
        await using (var reader = await names.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                list.Add(reader.GetString(0));
            }
        }

        foreach (var table in list)
        {
            using var all = new MemoryStream();
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the names are the schema's own
            command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    all.Write(reader.GetValue(i) is byte[] bytes ? bytes : Encoding.UTF8.GetBytes($"{reader.GetValue(i)}"));
                    all.WriteByte((byte)'\n');
                }
            }

            tables[table] = all.ToArray();
        }

        return tables;
    }
}
