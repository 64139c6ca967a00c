using System.IO.Pipelines;
using AllianceApi.Hosting;
using MediatR;
using Microsoft.AspNetCore.Http.Features;

namespace AllianceApi.Responses.Batch;

/// <summary>The HTTP door of batches: reads lines and answers them at the same time, on one connection.</summary>
internal static class BatchDoor
{
    public const string Ndjson = "application/x-ndjson";

    private const int FlushBytes = 32 * 1024;

    // A sender that reads as it sends may wait for an answer before it goes on; one that says nothing for so long is gone.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    public static async Task Run(HttpContext http, ISender sender, IHostApplicationLifetime lifetime)
    {
        var input = Input.Of(http);
        var request = OpenBatch.Read(input);
        if (input.Faults.Any)
        {
            await Reply.Refuse(http, Refusal.Invalid(input.Faults.All));
            return;
        }

        var opened = await sender.Send(request, http.RequestAborted);
        if (opened.Value is not { } batch)
        {
            await Reply.Refuse(http, opened.Refusal!);
            return;
        }

        Unlimit(http);
        var (format, refusal) = await BatchFormats.Of(http.Request, http.RequestAborted);
        if (format is null)
        {
            await Reply.Refuse(http, refusal!);
            return;
        }

        await Answer(http, batch, format, lifetime.ApplicationStopping);
    }

    private static async Task Answer(HttpContext http, OpenedBatch batch, BatchFormat format, CancellationToken stopping)
    {
        http.Response.ContentType = Ndjson;
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

        if (http.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
