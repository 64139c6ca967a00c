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
        var whole = await Import(app.Services, path, call, isDryRun);
        await database.Stop(CancellationToken.None);
        return whole ? 0 : 1;
    }

    // Whether every line found its place.
    private static async Task<bool> Import(IServiceProvider services, string path, Call call, bool isDryRun)
    {
        using var stopped = new CancellationTokenSource();
        void Stop(object? sender, ConsoleCancelEventArgs e) => (e.Cancel, _) = (true, stopped.CancelAsync());
        Console.CancelKeyPress += Stop;
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
            var input = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 256 * 1024, leaveOpen: true));
            var type = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? BatchFormats.Csv : BatchFormats.Ndjson;
            var (format, refusal) = await BatchFormats.Of(type, input, stopped.Token);
            if (format is null)
            {
                throw new UsageException(string.Join(Environment.NewLine, refusal!.Faults.Select(f => $"{f.Pointer}: {f.Message}")));
            }

            var opened = await services.GetRequiredService<ISender>().Send(new OpenBatch(call, isDryRun), CancellationToken.None);
            await using var errors = new ImportErrors($"{path}.errors.ndjson", ActivityTraceId.CreateRandom().ToHexString());
            var progress = new ImportProgress(Console.Out, Console.IsOutputRedirected, services.GetRequiredService<TimeProvider>(), file.Length);
            var run = opened.Value!.Begin(format, async results =>
            {
                await errors.Add(results);
                progress.Show(results, file.Position);
            });
            var whole = await run.Run(input, Patience, stopped.Token);
            progress.End(run.Totals, isDryRun, whole, errors.Path);
            return whole && run.Totals.Refused == 0;
        }
        finally
        {
            Console.CancelKeyPress -= Stop;
        }
    }
}
