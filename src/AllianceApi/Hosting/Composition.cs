using System.Globalization;
using AllianceApi.Access;
using AllianceApi.Access.Apps;
using AllianceApi.Access.Tokens;
using AllianceApi.Access.Tokens.Assertions;
using AllianceApi.Alerts;
using AllianceApi.Caseload;
using AllianceApi.CdsHooks;
using AllianceApi.Dashboard;
using AllianceApi.Events;
using AllianceApi.Events.Webhooks;
using AllianceApi.Exports.ScoreReports;
using AllianceApi.Fhir;
using AllianceApi.Fhir.Bulk;
using AllianceApi.Instruments;
using AllianceApi.Invitations;
using AllianceApi.People;
using AllianceApi.Responses.Batch;
using AllianceApi.Storage;
using AllianceApi.Trends;
using MediatR;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing.Constraints;

namespace AllianceApi.Hosting;

/// <summary>Puts the parts of the service together.</summary>
internal static class Composition
{
    private const string DefaultAddress = "http://127.0.0.1:5080";

    public static void ConfigureHosting(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<RouteOptions>(options => options.SetParameterPolicy<RegexInlineRouteConstraint>("regex"));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            ServerLimits.Set(kestrel.Limits);
        });
        if (string.IsNullOrEmpty(builder.Configuration["URLS"]))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "application/fhir+json", "image/svg+xml", "application/yaml"];
        });
        builder.Services.AddCors(options => options.AddPublic());
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
            .WithOrigins(builder.Configuration.GetSection("Cors:Origins").Get<string[]>() ?? [])
            .WithMethods("GET", "HEAD", "PUT", "POST", "DELETE")
            .WithHeaders("Authorization", "Content-Type", "If-Match", "If-None-Match", "If-None-Exist", "Prefer", "Idempotency-Key", "Last-Event-ID", "X-Request-Id", "traceparent")
            .WithExposedHeaders("ETag", "Location", "Link", "Retry-After", "Last-Modified", "Content-Location", "Idempotency-Replayed", "X-Trace-Id", "RateLimit", "RateLimit-Policy")));
    }

    public static void AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(PublicAddress.Of(configuration, PublicAddress.Setting));
        services.AddSingleton<KeyDirectory>();
        services.AddSingleton<FirstKey>();
        var issuers = IssuerSettings.Read(configuration);
        services.AddSingleton(s => new TokenValidation(issuers, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<TokenValidation>>()));
        services.AddSingleton(s => new Introspection(issuers, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<Introspection>>()));
        services.AddSingleton<TokenDirectory>();
        var cdsClients = CdsClientSettings.Read(configuration);
        services.AddSingleton(s => new CdsClients(cdsClients, s.GetRequiredService<PublicAddress>().Set, s.GetRequiredService<Database>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<CdsClients>>()));
        services.AddSingleton(KeyTargets.Of(configuration));
        services.AddSingleton<AppKeys>();
        services.AddSingleton<AppDirectory>();
        services.AddSingleton<FetchToken>();
        services.AddSingleton<Credentials>();
    }

    public static void AddUseCases(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<InstrumentRegistry>();
        services.AddSingleton<InvitationDirectory>();
        services.AddSingleton<ErasedAgain>();
        services.AddSingleton<SeriesMemory>();
        services.AddSingleton<SeriesUpdate>();
        services.AddSingleton<AlertUpdate>();
        services.AddSingleton<BatchFiling>();
        services.AddSingleton<BatchWindows>();
        services.AddSingleton<TrendShelf>();
        services.AddSingleton<CaseloadShelf>();
        services.AddSingleton(Alerts(configuration));
        services.AddSingleton(DashboardSettings.Of(configuration));
        services.AddSingleton(FhirNames.Of(configuration));
        services.AddSingleton(ScoreReceiver.Of(configuration));
        services.AddSingleton<BulkRuns>();
        services.AddHostedService(provider => provider.GetRequiredService<BulkRuns>());
        services.AddSingleton(SmartSettings.Of(configuration));
        services.AddSingleton(HookSettings.Of(configuration));
        services.AddHostedService<NoFormsWatch>();
        services.AddSingleton<EventCursors>();
        services.AddSingleton<EventWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<EventWatch>());
        services.AddSingleton(WebhookTargets.Of(configuration));
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookPost>();
        services.AddHostedService<WebhookSender>();
        services.AddMediatR(mediator =>
        {
            mediator.RegisterServicesFromAssemblyContaining<CompositionMarker>();
            mediator.Lifetime = ServiceLifetime.Singleton;
            mediator.AddOpenBehavior(typeof(ObserveBehavior<,>), ServiceLifetime.Singleton);
            mediator.AddOpenBehavior(typeof(AuthorizeBehavior<,>), ServiceLifetime.Singleton);
        });
        ShareHandlers(services);
    }

    // A handler keeps nothing of a request, so that one of each serves them all; the library makes one for each request.
    private static void ShareHandlers(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is { ServiceType: { IsGenericType: true } type, Lifetime: ServiceLifetime.Transient, ImplementationType: { } handler } && type.GetGenericTypeDefinition() == typeof(IRequestHandler<,>))
            {
                services[i] = ServiceDescriptor.Singleton(type, handler);
            }
        }
    }

    private static AlertOptions Alerts(IConfiguration configuration)
    {
        var lowLevel = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var setting in configuration.GetSection("Alerts:LowLevel").GetChildren())
        {
            lowLevel[setting.Key] = double.TryParse(setting.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var cutOff) && double.IsFinite(cutOff)
                ? cutOff
                : throw new ConfigurationException($"Alerts:LowLevel:{setting.Key} must be a number: the level of that instrument under which a look is wanted.");
        }

        return new AlertOptions(lowLevel, NoFormsAfterDays(configuration["Alerts:NoFormsAfterDays"]));
    }

    private static int NoFormsAfterDays(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting))
        {
            return AlertOptions.UsualNoFormsAfterDays;
        }

        return int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= 3650
            ? days
            : throw new ConfigurationException("Alerts:NoFormsAfterDays must be a whole number from 0 to 3650: the days without a form after which an open episode is worth a look; 0 for never.");
    }

    private sealed class CompositionMarker;
}
