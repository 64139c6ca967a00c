using System.Globalization;
using AllianceApi.Access;
using AllianceApi.Storage;
using AllianceApi.Storage.Postgres;
using AllianceApi.Storage.Sealing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AllianceApi.Hosting;

/// <summary>Puts the store together that the configuration names.</summary>
internal static class StoreComposition
{
    private const string DefaultFile = "Data Source=data/alliance.db";
    private const int LargestPool = 1000;

    public static void AddStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        switch (configuration["Store:Provider"] ?? "sqlite")
        {
            case "sqlite":
                services.AddSqlite(configuration);
                break;
            case "postgres":
                services.AddPostgres(configuration);
                break;
            case var other:
                throw new ConfigurationException($"Store:Provider is {other}; it is sqlite or postgres.");
        }

        services.AddSingleton<Vault>();
        services.AddSingleton<StoredSealing>();
        services.AddSingleton<StoreSecrets>();
        services.AddSingleton<Cursors>();
        services.AddHostedService<StoreUpkeep>();
    }

    private static void AddSqlite(this IServiceCollection services, IConfiguration configuration)
    {
        try
        {
            var file = new SqliteFile(configuration.GetConnectionString("Alliance") ?? DefaultFile);
            services.AddSingleton(file);
            // Beside the database, unless it is said where: there it is found again, and from there it is easily kept apart.
            var keys = configuration[MasterKeys.Setting] is { Length: > 0 } named ? Path.GetFullPath(named) : file.Path + ".key";
            services.AddSingleton(s => new MasterKeys(keys, mayMake: true, s.GetRequiredService<ILogger<MasterKeys>>()));
        }
        catch (ArgumentException)
        {
            throw new ConfigurationException("ConnectionStrings:Alliance is no connection string of SQLite; write for example \"Data Source=data/alliance.db\".");
        }

        services.AddSingleton<Migrator, SqliteMigrator>();
        services.AddSingleton<Database, SqliteDatabase>();
    }

    private static void AddPostgres(this IServiceCollection services, IConfiguration configuration)
    {
        const string Example = "\"Host=localhost;Database=alliance;Username=alliance;Password=...\"";
        var connection = configuration.GetConnectionString("Alliance")
            ?? throw new ConfigurationException($"ConnectionStrings:Alliance is not set; write for example {Example}.");
        var keys = configuration[MasterKeys.Setting] is { Length: > 0 } named
            ? named
            : throw new ConfigurationException($"{MasterKeys.Setting} is not set. On PostgreSQL every instance needs the same key file: 32 random bytes in base64.");
        _ = MasterKeys.Parse(keys);
        services.AddSingleton(s => new MasterKeys(keys, mayMake: false, s.GetRequiredService<ILogger<MasterKeys>>()));
        var poolSize = PoolSize(configuration);
        PostgresSource source;
        try
        {
            source = new PostgresSource(connection, poolSize);
        }
        catch (ArgumentException)
        {
            throw new ConfigurationException($"ConnectionStrings:Alliance is no connection string of PostgreSQL; write for example {Example}.");
        }

        services.AddSingleton(_ => source); // made by the container, and so closed by it
        services.AddSingleton<Migrator, PostgresMigrator>();
        services.AddSingleton<Database, PostgresDatabase>();
    }

    private static int PoolSize(IConfiguration configuration)
    {
        const string Setting = "Store:PoolSize";
        if (configuration[Setting] is not { } text)
        {
            return PostgresSource.UsualPool;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= PostgresSource.SmallestPool and <= LargestPool
            ? size
            : throw new ConfigurationException($"{Setting} must be a whole number from {PostgresSource.SmallestPool} to {LargestPool}: the connections of one instance.");
    }
}
