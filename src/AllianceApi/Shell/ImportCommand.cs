using System.Diagnostics;
using System.IO.Pipelines;
using AllianceApi.Access;
using AllianceApi.Access.Organizations;
using AllianceApi.Responses.Batch;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Shell;

/// <summary>Takes a file of submissions into the store, as a batch over HTTP does. Run again, it goes on where it stopped: what is stored stays as it is.</summary>
internal static class ImportCommand
{
    private static readonly TimeSpan Patience = Timeout.InfiniteTimeSpan;

    public static async Task<int> Run(Arguments arguments)
    {
        var isDryRun = arguments.Flag("--dry-run");
        var organization = arguments.Option("--organization") ?? OrganizationStore.Default;
        var named = arguments.Option("--format");
        if (named is not (null or "ndjson" or "csv"))
        {
            throw new UsageException("--format is ndjson or csv.");
        }

        var path = arguments.Next() ?? throw new UsageException("import needs a file: NDJSON, or CSV where its name ends in .csv.");
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file {path}.");
        }

        await using var app = Program.Build(arguments.Settings(), builder => builder.Logging.ClearProviders());
        app.Services.GetRequiredService<Migrator>().Prepare();
        var database = app.Services.GetRequiredService<Database>();
        if (!await database.Read(s => OrganizationStore.Exists(s, organization), CancellationToken.None))
        {
            throw new UsageException($"There is no organization {organization}.");
        }

        var call = new Call(Caller.Service(organization) with { KeyId = "shell", Name = "import" }, "shell", null);
        var isCsv = named == "csv" || (named is null && Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase));
        var whole = await Import(app.Services, path, isCsv ? BatchFormats.Csv : BatchFormats.Ndjson, call, isDryRun);
        await database.Stop(CancellationToken.None);
        return whole ? 0 : 1;
    }

    // Whether every line found its place.
    private static async Task<bool> Import(IServiceProvider services, string path, string type, Call call, bool isDryRun)
    {
        using var stop = new Interruption();
        await using var file = Open(path);
        var input = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 256 * 1024, leaveOpen: true));
        var (format, refusal) = await BatchFormats.Of(type, input, stop.Token);
        if (format is null)
        {
            throw new StoreFileException($"{path} can not be read as CSV: {string.Join(" ", refusal!.Faults.Select(f => $"{f.Pointer}: {f.Message}"))}");
        }

        var opened = await services.GetRequiredService<ISender>().Send(new OpenBatch(call, isDryRun), CancellationToken.None);
        await using var errors = new ImportErrors($"{path}.errors.ndjson", ActivityTraceId.CreateRandom().ToHexString());
        var clock = services.GetRequiredService<TimeProvider>();
        var progress = new ImportProgress(ProgressLine.OfConsole(clock), clock, file.Length);
        var run = opened.Value!.Begin(format, async results =>
        {
            await errors.Add(results);
            progress.Show(results, file.Position);
        });
        var whole = await run.Run(input, Patience, stop.Token);
        foreach (var line in progress.End(isDryRun, whole, errors))
        {
            Console.WriteLine(line);
        }

        return whole && run.Totals.Refused == 0;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreFileException($"{path} can not be read: {e.Message}");
        }
    }
}
