using AllianceApi.Benchmarks.Service;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>What all rows share: the published service, folders for stores, and the empty app.</summary>
internal sealed class Bench(TableOptions options, string app) : IDisposable
{
    private readonly List<string> _folders = [];

    public TableOptions Options => options;

    public string App => app;

    public TimeSpan Stretch => TimeSpan.FromSeconds(options.Seconds);

    public string NewFolder()
    {
        _folders.Add(Directory.CreateTempSubdirectory("alliance-bench-").FullName);
        return _folders[^1];
    }

    public Task<Clinic> Open() => Clinic.Open(app, NewFolder());

    /// <summary>The empty app, with the memory settings that a new web project has.</summary>
    public Task<Running> Empty() => Running.Start(
        "dotnet", [typeof(Bench).Assembly.Location, EmptyApp.Command, "http://127.0.0.1:{port}"], NewFolder(), _ => [("DOTNET_gcServer", "1")]);

    public void Dispose()
    {
        foreach (var folder in _folders) Directory.Delete(folder, recursive: true);
    }
}
