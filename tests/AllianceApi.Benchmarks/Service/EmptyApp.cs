using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AllianceApi.Benchmarks.Service;

/// <summary>What the service is measured against: the same Kestrel, the same body parsed, nothing stored; constant bytes of a given size; 304.</summary>
internal static class EmptyApp
{
    public const string Command = "empty-app";

    private const string Tag = "\"same\"";

    public static Task Run(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        var app = builder.Build();
        var pages = new ConcurrentDictionary<int, byte[]>();
        app.MapGet("/health/ready", () => Results.Ok());
        app.MapPost("/v1/episodes/{episodeId}/responses", (string episodeId, Submission body) =>
            Results.Created($"/v1/responses/{body.Session.Number}", new { id = Guid.CreateVersion7(body.Session.HeldAt), episodeId }));
        app.MapGet("/bytes/{size:int}", (int size, HttpContext http) =>
        {
            if (http.Request.Headers.IfNoneMatch == Tag) return Results.StatusCode(StatusCodes.Status304NotModified);
            http.Response.Headers.ETag = Tag;
            return Results.Bytes(pages.GetOrAdd(size, n => Encoding.ASCII.GetBytes(new string('7', n))), "application/json");
        });
        return app.RunAsync();
    }

    private sealed record Session(int Number, DateTimeOffset HeldAt, string? Modality);

    private sealed record Submission(
        Session Session, string Instrument, string Rater, Dictionary<string, double?> Answers, DateTimeOffset? CompletedAt, double? DurationSeconds, string? Setting);
}
