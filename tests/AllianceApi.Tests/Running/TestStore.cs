using System.Security.Cryptography;
using Npgsql;

namespace AllianceApi.Tests.Running;

/// <summary>An empty store for one fixture, and the settings by which a service uses it.</summary>
internal sealed class TestStore : IDisposable
{
    private TestStore(Store kind, string connection)
    {
        Folder = Directory.CreateTempSubdirectory("alliance-test-").FullName;
        Connection = connection.Replace("{folder}", Folder, StringComparison.Ordinal);
        var key = Path.Combine(Folder, "master.key");
        File.WriteAllText(key, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Settings = new Dictionary<string, string?>
        {
            ["Store:Provider"] = kind == Store.Postgres ? "postgres" : "sqlite",
            ["ConnectionStrings:Alliance"] = Connection,
            ["Security:MasterKeyFile"] = key,
        };
    }

    /// <summary>A folder that goes with the store.</summary>
    public string Folder { get; }

    public string Connection { get; }

    public IReadOnlyDictionary<string, string?> Settings { get; }

    public static TestStore Make(Store kind) => kind == Store.Sqlite ? new TestStore(kind, "Data Source={folder}/alliance.db") : OnPostgres(Postgres.Text);

    /// <summary>A new database on a server.</summary>
    public static TestStore OnPostgres(string server)
    {
        var name = $"test_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        using var connection = new NpgsqlConnection(server.Replace("{db}", "postgres", StringComparison.Ordinal) + ";Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        command.ExecuteNonQuery();
        return new TestStore(Store.Postgres, server.Replace("{db}", name, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
