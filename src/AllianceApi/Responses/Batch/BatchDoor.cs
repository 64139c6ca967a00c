using System.IO.Pipelines;
using AllianceApi.Access;
using AllianceApi.Hosting;
using MediatR;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace AllianceApi.Responses.Batch;

/// <summary>The HTTP door of batches: reads lines and answers them at the same time, on one connection.</summary>
internal static class BatchDoor
{
    public const string Description =
        "One submission a line, with its `episodeId`; as `application/x-ndjson`, or as `text/csv` with a header line that names the columns `episodeId`, `session.number`, `session.heldAt`, " +
        "`session.modality`, `instrument`, `rater`, `completedAt`, `durationSeconds`, `setting` and items by their numbers (RFC 4180; an empty field is an absent one). The answer is " +
        "`application/x-ndjson`: what became of each line, in the order of the lines, with the status and the problem that the single call would have, and the counts as the last line. It " +
        "begins before the request ends: read while you send. A line of more than 16 KiB is 413, blank lines are skipped, and each line stands alone. A result is written when its line is " +
        "on disk. After a broken connection send the file again: what is stored is 200 then. For the same reason nothing is kept against an `Idempotency-Key` here.";

    private const int FlushBytes = 32 * 1024;

    // A sender that reads as it sends may wait for an answer before it goes on; one that says nothing for so long is gone.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    public static async Task Run(HttpContext http, ISender sender, IHostApplicationLifetime lifetime)
    {
        var input = Input.Of(http);
        var request = OpenBatch.Read(input);
        if (input.Faults.Any)
        {
            await Unread.Refuse(http, Refusal.Invalid(input.Faults.All));
            return;
        }

        var opened = await sender.Send(request, http.RequestAborted);
        if (opened.Value is not { } batch)
        {
            await Reply.Refuse(http, opened.Refusal!);
            return;
        }

        Unlimit(http);
        var (format, refusal) = await BatchFormats.Of(http.Request.ContentType, http.Request.BodyReader, http.RequestAborted);
        if (format is null)
        {
            await Unread.Refuse(http, refusal!);
            return;
        }

        await Answer(http, batch, format, lifetime.ApplicationStopping);
    }

    private static async Task Answer(HttpContext http, OpenedBatch batch, BatchFormat format, CancellationToken stopping)
    {
        http.Response.ContentType = BatchFormats.Ndjson;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.StartAsync(http.RequestAborted);
        var output = http.Response.BodyWriter;
        var traceId = Tracing.IdOf(http);
        var run = batch.Begin(format, results => Send(http, output, results, traceId));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        if (!await run.Run(http.Request.BodyReader, LongestSilence, ended.Token))
        {
            http.Abort(); // without its last line, so that nobody takes it for whole
            return;
        }

        BatchAnswer.Write(output, run.Totals);
        await output.FlushAsync(http.RequestAborted);
    }

    // What is stored stays stored when the caller has gone; it learns so by sending the file again.
    private static async Task Send(HttpContext http, PipeWriter output, IReadOnlyList<LineResult> results, string traceId)
    {
        try
        {
            foreach (var result in results)
            {
                http.RequestAborted.ThrowIfCancellationRequested();
                BatchAnswer.Write(output, result, traceId);
                if (output.UnflushedBytes > FlushBytes)
                {
                    await output.FlushAsync(http.RequestAborted);
                }
            }

            await output.FlushAsync(http.RequestAborted);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return;
        }
    }

    private static void Unlimit(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
