using System.Collections.Concurrent;
using AllianceApi.Exports.Bulk;

namespace AllianceApi.Fhir.Bulk;

/// <summary>
/// Prepares bulk exports in the background: it walks through all that the export gives and counts it. What is counted is read
/// anew for each file, so nothing of it is kept; one that was being prepared when the service stopped has to be asked for again.
/// </summary>
internal sealed partial class BulkRuns(ILogger<BulkRuns> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, System.Threading.Tasks.Task> _running = new(StringComparer.Ordinal);

    public void Begin(FhirContext context, BulkExport export)
    {
        var own = context.For(_stopping.Token);
        _running[export.ExportId] = System.Threading.Tasks.Task.Run(() => Prepare(own, export));
    }

    public System.Threading.Tasks.Task StartAsync(CancellationToken cancellationToken) => System.Threading.Tasks.Task.CompletedTask;

    public async System.Threading.Tasks.Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await System.Threading.Tasks.Task.WhenAll(_running.Values).WaitAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    private async System.Threading.Tasks.Task Prepare(FhirContext context, BulkExport export)
    {
        var counts = new long[export.TypeList.Count];
        try
        {
            if (await Count(context, export, counts))
            {
                await context.Send(new NoteBulkExport(context.Call, export.ExportId, "ready", counts));
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            Interrupted(log, export.ExportId);
        }
        catch (Exception e)
        {
            // The kind of the fault alone: its message may name a value of a client's.
            Failed(log, export.ExportId, e.GetType().FullName!);
            await context.Send(new NoteBulkExport(context.Call, export.ExportId, "failed", counts));
        }
        finally
        {
            _running.TryRemove(export.ExportId, out _);
        }
    }

    // False where nobody wants it any more.
    private static async System.Threading.Tasks.Task<bool> Count(FhirContext context, BulkExport export, long[] counts)
    {
        var content = new BulkContent(context, export);
        var told = context.Now;
        for (var i = 0; i < counts.Length; i++)
        {
            await foreach (var _ in content.Of(export.TypeList[i]))
            {
                counts[i]++;
                if (context.Now - told > Often)
                {
                    told = context.Now;
                    if ((await context.Send(new NoteBulkExport(context.Call, export.ExportId, "running", counts))).Refusal is not null)
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    [LoggerMessage(4101, LogLevel.Error, "The bulk export {ExportId} could not be prepared: {Exception}")]
    private static partial void Failed(ILogger logger, string exportId, string exception);

    [LoggerMessage(4102, LogLevel.Information, "The bulk export {ExportId} was being prepared when the service stopped: it has to be asked for again")]
    private static partial void Interrupted(ILogger logger, string exportId);
}
