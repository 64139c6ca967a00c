using System.Text.RegularExpressions;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>What every refusal must be: one whole problem document whose type leads to a page, without a word from inside.</summary>
internal static partial class ProblemDocument
{
    public static async Task IsWhole(RunningService service, Answer answer, int status, string slug)
    {
        Assert.That((answer.Status, answer.Problem), Is.EqualTo((status, slug)), answer.Text);
        var json = answer.Json;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Headers["Content-Type"], Is.EqualTo("application/problem+json; charset=utf-8"));
            Assert.That((string?)json["title"], Is.Not.Empty);
            Assert.That((int?)json["status"], Is.EqualTo(status));
            Assert.That((string?)json["detail"], Is.Not.Empty);
            Assert.That((string?)json["instance"], Does.StartWith("/"));
            Assert.That((string?)json["traceId"], Is.EqualTo(answer.Headers["X-Trace-Id"]).And.Match("^[0-9a-f]{32}$"));
            Assert.That((bool?)json["retryable"], Is.Not.Null);
            Assert.That(answer.Headers["Cache-Control"], Is.EqualTo("no-store"));
            Assert.That(Inside().Match(answer.Text).Value, Is.Empty, answer.Text);
        }

        var page = await service.Api(null).Get((string)json["type"]!);
        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(page.Headers["Content-Type"], Does.StartWith("text/html"));
    }

    /// <summary>A 400 that lists exactly these faults, each with a sentence.</summary>
    public static async Task HasFaults(RunningService service, Answer answer, params string[] faults)
    {
        await IsWhole(service, answer, 400, "invalid-request");
        Assert.That(answer.Faults, Is.EquivalentTo(faults), answer.Text);
        Assert.That(answer.Json["errors"]!.AsArray().Select(e => (string?)e!["message"]), Has.All.Not.Empty);
    }

    [GeneratedRegex(@"System\.|AllianceApi\.|Exception|\.cs\b|SELECT |INSERT |UPDATE |sqlite|Utf8Json|JsonElement|Nullable|Int32|BytePositionInLine", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Inside();
}
