using System.Data.Common;
using System.Security.Cryptography;
using AllianceApi.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AllianceApi.Tests.Running;

/// <summary>A store for one fixture, and the settings by which a service uses it.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly bool _keepsFolder;
    private readonly string? _server;

    private TestStore(Store kind, string connection, string? folder = null, string? server = null)
    {
        (Kind, _keepsFolder, _server) = (kind, folder is not null, server);
        Folder = folder ?? Directory.CreateTempSubdirectory("alliance-test-").FullName;
        Connection = connection.Replace("{folder}", Folder, StringComparison.Ordinal);
        var settings = new Dictionary<string, string?>
        {
            ["Store:Provider"] = kind == Store.Postgres ? "postgres" : "sqlite",
            ["ConnectionStrings:Alliance"] = Connection,
        };
        if (kind == Store.Postgres)
        {
            // A file makes its key beside itself; a server needs one.
            settings["Security:MasterKeyFile"] = Path.Combine(Folder, "master.key");
            File.WriteAllText(settings["Security:MasterKeyFile"]!, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }

        Settings = settings;
    }

    public Store Kind { get; }

    /// <summary>A folder that goes with the store; on SQLite it holds the file <c>alliance.db</c>.</summary>
    public string Folder { get; }

    public string Connection { get; }

    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>The file of its master keys.</summary>
    public string KeyFile => Settings.TryGetValue("Security:MasterKeyFile", out var named) ? named! : Path.Combine(Folder, "alliance.db.key");

    /// <summary>The settings, as arguments of a command.</summary>
    public IEnumerable<string> Arguments => Settings.Select(s => $"--{s.Key}={s.Value}");

    /// <summary>A new store; on PostgreSQL it has the newest schema already.</summary>
    public static TestStore Make(Store kind) => kind == Store.Sqlite ? InFolder(null) : OnPostgres(Postgres.Text, Postgres.Template);

    /// <summary>A SQLite file; in a folder that is given it may be there already, and stays.</summary>
    public static TestStore InFolder(string? folder) => new(Store.Sqlite, "Data Source={folder}/alliance.db", folder);

    /// <summary>A new database on a server, empty or like another one there.</summary>
    public static TestStore OnPostgres(string server, string? like = null)
    {
        var name = $"test_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        Postgres.Order(server, $"CREATE DATABASE {name} TEMPLATE {like ?? "template0"}");
        return new TestStore(Store.Postgres, server.Replace("{db}", name, StringComparison.Ordinal), server: server);
    }

    /// <summary>Brings it to the newest schema.</summary>
    public void Migrate()
    {
        using var app = Program.Build([], builder => builder.Configuration.AddInMemoryCollection(Settings));
        app.Services.GetRequiredService<Migrator>().Migrate();
    }

    /// <summary>An open connection past the service.</summary>
    public DbConnection Connect()
    {
        DbConnection connection = Kind == Store.Sqlite ? new SqliteConnection(Connection + ";Pooling=False") : new NpgsqlConnection(Connection + ";Pooling=false");
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        if (_server is not null)
        {
            Postgres.Forget(_server, new NpgsqlConnectionStringBuilder(Connection).Database!);
        }

        if (!_keepsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
