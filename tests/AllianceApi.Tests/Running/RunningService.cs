using System.Data.Common;
using AllianceApi.Shell;
using AllianceApi.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AllianceApi.Tests.Running;

/// <summary>The service as it runs: its own Kestrel on a free loopback port, a store of its own, and a log that can be read.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    public const string AdminKey = "aak_0123456789abcdefghijklmnopqrstuvwxyzABCDEF";

    private readonly WebApplication _app;
    private readonly CapturedLog _log;
    private readonly TestStore _store;
    private readonly bool _ownsStore;

    private RunningService(WebApplication app, CapturedLog log, TestStore store, bool ownsStore)
    {
        (_app, _log, _store, _ownsStore) = (app, log, store, ownsStore);
        Base = new Uri(app.Urls.First());
        Admin = Api(AdminKey);
    }

    public Uri Base { get; }

    /// <summary>Folder of this service; on SQLite of the database file <c>alliance.db</c>.</summary>
    public string Folder => _store.Folder;

    /// <summary>What its store is.</summary>
    public Store Kind => _store.Kind;

    /// <summary>The operator's calls.</summary>
    public Api Admin { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Everything that was logged, at every level.</summary>
    public string Log => _log.Of("");

    /// <summary>What the categories that begin with a name logged.</summary>
    public string LogOf(string category) => _log.Of(category);

    /// <summary>Its store, as arguments of a command.</summary>
    public IEnumerable<string> Arguments => _store.Arguments;

    /// <summary>A connection to its store, past the service.</summary>
    public DbConnection Connect() => _store.Connect();

    /// <summary>Starts the service on a SQLite file in a folder that stays, or on a store of its own that goes with it.</summary>
    public static Task<RunningService> Start(
        IReadOnlyDictionary<string, string?>? settings = null, string? folder = null, Action<WebApplicationBuilder>? configure = null) =>
        Start(TestStore.InFolder(folder), ownsStore: true, settings, configure);

    /// <summary>Starts the service on a store of its own that goes with it.</summary>
    public static Task<RunningService> Start(Store kind, IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null) =>
        Start(TestStore.Make(kind), ownsStore: true, settings, configure);

    /// <summary>Starts the service on a store that may be shared with other instances.</summary>
    public static Task<RunningService> Start(TestStore store, IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null) =>
        Start(store, ownsStore: false, settings, configure);

    // Settings are configuration keys such as RateLimit:RequestsPerSecond. The store is brought to the newest schema.
    private static async Task<RunningService> Start(TestStore store, bool ownsStore, IReadOnlyDictionary<string, string?>? settings, Action<WebApplicationBuilder>? configure)
    {
        var log = new CapturedLog();
        var app = Program.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["URLS"] = "http://127.0.0.1:0",
                ["ALLIANCE_ADMIN_KEY"] = AdminKey,
                ["RateLimit:RequestsPerSecond"] = "0",
            });
            builder.Configuration.AddInMemoryCollection(store.Settings);
            builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
            builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
            configure?.Invoke(builder);
        });
        app.Services.GetRequiredService<Migrator>().Migrate();
        await Preparation.Run(app);
        await app.StartAsync();
        return new RunningService(app, log, store, ownsStore);
    }

    /// <summary>Calls with a key; none where null.</summary>
    public Api Api(string? key) => new(Base, key);

    /// <summary>Makes a key of a role and calls with it.</summary>
    public async Task<Api> Key(string role, object? more = null, Api? by = null)
    {
        var body = Json.Object(new { name = $"test {role}", role });
        foreach (var (name, value) in Json.Object(more ?? new { }))
        {
            body[name] = value?.DeepClone();
        }

        var answer = await (by ?? Admin).Post("/v1/keys", body);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return Api((string?)answer.Json["key"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsStore)
        {
            _store.Dispose();
        }
    }

    private sealed class CapturedLog : ILoggerProvider
    {
        private readonly List<(string Category, string Text)> _entries = [];
        private readonly Lock _lock = new();

        public string Of(string category)
        {
            lock (_lock)
            {
                return string.Join(Environment.NewLine, _entries.Where(e => e.Category.StartsWith(category, StringComparison.Ordinal)).Select(e => $"{e.Category} {e.Text}"));
            }
        }

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
        }

        private void Add(string category, string text)
        {
            lock (_lock)
            {
                _entries.Add((category, text));
            }
        }

        private sealed class Logger(CapturedLog log, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull
            {
                log.Add(category, $"scope {state}");
                return null;
            }

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                log.Add(category, $"{logLevel} {formatter(state, exception)} {exception}");
        }
    }
}
