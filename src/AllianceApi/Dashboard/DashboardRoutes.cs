using AllianceApi.Hosting;

namespace AllianceApi.Dashboard;

/// <summary>The reference pages: files that call the public API with the credential of who looks. They hold no data, so they are for everyone.</summary>
internal static class DashboardRoutes
{
    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        var pages = app.MapResource("Pages");
        pages.MapGet("/", (HttpContext http, CancellationToken _) => Send(http, "index.html"))
            .Produces(200, contentType: "text/html").Produces(304).Headers(HeaderParameter.IfNoneMatch)
            .Describe("getDashboard", "The dashboard", "A page for people. It signs in with an API key, which stays in the browser's tab, and calls the routes of this document. Needs no credential itself.");
        pages.MapGet("/pages/{file}", (string file, HttpContext http) => Send(http, file))
            .Produces(200, contentType: "text/html").Also(200, "text/css").Also(200, "text/javascript").Also(200, "image/svg+xml").Produces(304).Refuses(404).Headers(HeaderParameter.IfNoneMatch)
            .Describe("getPageFile", "A file of the pages", "Styles and scripts of the dashboard and of the client's form.");
    }

    private static Task Send(HttpContext http, string name) => PageFiles.Find(name) is { } file
        ? Reply.Bytes(http, StatusCodes.Status200OK, file.ContentType, file.Bytes, file.Tag)
        : Reply.Refuse(http, Refusal.NotFound("page"));
}
