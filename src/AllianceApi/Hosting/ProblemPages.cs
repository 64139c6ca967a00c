using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace AllianceApi.Hosting;

/// <summary>The pages that explain each kind of problem: where the <c>type</c> of a problem document leads.</summary>
internal static partial class ProblemPages
{
    public static void MapProblemPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapResource("Problems");
        pages.MapGet("/problems", () => Results.Content(Index(), "text/html; charset=utf-8", Encoding.UTF8))
            .Produces(200, contentType: "text/html").Describe("listProblems", "Lists every kind of problem", "A page for people.");
        pages.MapGet("/problems/{slug}", (string slug, HttpContext http) => ProblemType.All.TryGetValue(slug, out var type)
                ? Results.Content(Page(type), "text/html; charset=utf-8", Encoding.UTF8)
                : Results.NotFound())
            .Produces(200, contentType: "text/html").Refuses(404).Describe("getProblem", "Explains a kind of problem", "A page for people: what it means and how to mend it.");
    }

    private static string Index()
    {
        var list = string.Concat(ProblemType.All.Values.OrderBy(t => t.Status).ThenBy(t => t.Slug, StringComparer.Ordinal)
            .Select(t => $"<li><a href=\"/problems/{t.Slug}\">{t.Status} {WebUtility.HtmlEncode(t.Title)}</a></li>"));
        return Html("Problems", $"<h1>Problems</h1><p>Every refusal of this API is one of these, as <code>application/problem+json</code> (RFC 9457).</p><ul>{list}</ul>");
    }

    private static string Page(ProblemType type) => Html(
        type.Title,
        $"<p><a href=\"/problems\">All problems</a></p><h1>{WebUtility.HtmlEncode(type.Title)}</h1><p><code>{type.Slug}</code>, HTTP status {type.Status}, " +
        $"{(type.Retryable ? "may be sent again as it is" : "must be changed before it is sent again")}.</p><p>{Code().Replace(WebUtility.HtmlEncode(type.Explanation), "<code>${code}</code>")}</p>");

    private static string Html(string title, string body) =>
        $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{WebUtility.HtmlEncode(title)} - AllianceApi</title></head><body><main>{body}</main></body></html>";

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
