using AllianceApi.Access;
using AllianceApi.Access.Apps;
using AllianceApi.Access.Audit;
using AllianceApi.Access.Keys;
using AllianceApi.Access.Organizations;
using AllianceApi.Alerts;
using AllianceApi.Caseload;
using AllianceApi.CdsHooks;
using AllianceApi.Dashboard;
using AllianceApi.Episodes;
using AllianceApi.Events;
using AllianceApi.Events.Webhooks;
using AllianceApi.Exports;
using AllianceApi.Fhir;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Invitations;
using AllianceApi.People;
using AllianceApi.Responses;
using AllianceApi.Shell;
using AllianceApi.Trends;
using AllianceApi.Visibility;

return await CommandLine.RunGuarded(args);

/// <summary>The service: what it is made of, what every request passes, and what it offers.</summary>
internal static partial class Program
{
    internal static WebApplication Build(string[] arguments, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = arguments, ContentRootPath = AppContext.BaseDirectory });
        configure?.Invoke(builder);
        builder.ConfigureHosting();
        builder.Services.AddStore(builder.Configuration);
        builder.Services.AddAccess(builder.Configuration);
        builder.Services.AddUseCases(builder.Configuration);
        builder.Services.AddMetricsOfService();
        builder.Services.AddOpenApiOfService();

        var app = builder.Build();
        app.UseSharedServices();
        app.UseTraceResponse();
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseHead();
        app.UseResponseCompression();
        app.UseRouting();
        app.UseOrigins();
        app.UseCaller();
        app.UseRateLimits();
        app.UseRights();
        app.UsePlainBodies();

        app.MapKeys();
        app.MapApps();
        app.MapOrganizations();
        app.MapAudit();
        app.MapPeople();
        app.MapEpisodes();
        app.MapInstruments();
        app.MapResponses();
        app.MapTrends();
        app.MapCaseload();
        app.MapAlerts();
        app.MapEvents();
        app.MapWebhooks();
        app.MapExports();
        app.MapFhir();
        app.MapCdsHooks();
        app.MapVisibility();
        app.MapInvitations();
        app.MapDashboard();
        app.MapProblemPages();
        app.MapHealth();
        app.MapOpenApi();
        return app;
    }
}
