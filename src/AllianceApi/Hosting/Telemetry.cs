using OpenTelemetry.Metrics;

namespace AllianceApi.Hosting;

/// <summary>Metrics in the form of Prometheus at <c>/metrics</c>. Labels are route templates, methods, statuses and names of use cases.</summary>
internal static class Telemetry
{
    public static void AddMetricsOfService(this IServiceCollection services) => services
        .AddSingleton<UseCaseMetrics>()
        .AddSingleton<Storage.StoreMetrics>()
        .AddOpenTelemetry()
        .WithMetrics(metrics => metrics
            .AddMeter("AllianceApi.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());
}
