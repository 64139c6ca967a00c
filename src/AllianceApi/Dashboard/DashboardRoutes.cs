using AllianceApi.Hosting;

namespace AllianceApi.Dashboard;

/// <summary>The reference pages: files that call the public API with the credential of who looks. They hold no data, so they are for everyone.</summary>
internal static class DashboardRoutes
{
    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/", (HttpContext http, CancellationToken _) => Send(http, "index.html"));
        pages.MapGet("/pages/settings.json", (HttpContext http, DashboardSettings settings) =>
            Reply.Ready(http, "application/json; charset=utf-8", settings.Document));
        pages.MapGet("/pages/{file}", (string file, HttpContext http) => Send(http, file));
    }

    private static Task Send(HttpContext http, string name) => PageFiles.Find(name) is { } file
        ? Reply.Bytes(http, StatusCodes.Status200OK, file.ContentType, file.Bytes, file.Tag)
        : Reply.Refuse(http, Refusal.NotFound("page"));
}
