using Npgsql;

namespace AllianceApi.Storage.Postgres;

/// <summary>Where the PostgreSQL store is, and how many connections one instance holds to it.</summary>
internal sealed class PostgresSource : IDisposable
{
    /// <summary>The fewest connections: a reader, a writer, one for the audit of reads, one for the sealer.</summary>
    public const int SmallestPool = 4;

    /// <summary>Connections of one instance where nothing is configured; five instances fit into the default of a server.</summary>
    public const int UsualPool = 20;

    private const int LongestConnect = 10;
    private const int MostPrepared = 250;
    private readonly NpgsqlDataSource _source;

    /// <summary>Describes the store.</summary>
    /// <exception cref="ArgumentException">This is no connection string of PostgreSQL.</exception>
    public PostgresSource(string connectionString, int poolSize)
    {
        var text = new NpgsqlConnectionStringBuilder(connectionString);
        if (string.IsNullOrWhiteSpace(text.Host))
        {
            throw new ArgumentException("The connection string names no host.", nameof(connectionString));
        }

        text.ApplicationName ??= "AllianceApi";
        text.Enlist = false;
        text.NoResetOnClose = true;
        text.IncludeErrorDetail = false;
        text.MaxPoolSize = poolSize + 2; // the migrator, and one that is being given back
        text.MinPoolSize = 0;
        text.Timeout = text.Timeout is 0 or > LongestConnect ? LongestConnect : text.Timeout;
        text.MaxAutoPrepare = text.MaxAutoPrepare == 0 ? MostPrepared : text.MaxAutoPrepare;
        text.AutoPrepareMinUsages = 2;
        _source = new NpgsqlDataSourceBuilder(text.ToString()).Build();
        (Readers, Writers) = Share(poolSize);
        Place = $"{text.Host}:{text.Port}/{text.Database}";
    }

    /// <summary>How many reads go on at once.</summary>
    public int Readers { get; }

    /// <summary>How many writes go on at once.</summary>
    public int Writers { get; }

    /// <summary>Host, port and database, without a credential.</summary>
    public string Place { get; }

    public NpgsqlConnection Open() => _source.OpenConnection();

    public void Dispose() => _source.Dispose();

    // A writer waits for the disk and for other writers of its episode, a reader for nobody.
    private static (int Readers, int Writers) Share(int poolSize)
    {
        var readers = Math.Max(1, (poolSize - 2) / 3);
        return (readers, poolSize - 2 - readers);
    }
}
