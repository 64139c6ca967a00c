using Microsoft.AspNetCore.Http.Features;

namespace AllianceApi.Hosting;

/// <summary>
/// Gives every request the services of the whole program. None of them lives for one request alone (a test holds it), so a scope
/// for each request would be made and cleared away for nothing.
/// </summary>
internal static class SharedServices
{
    public static void UseSharedServices(this WebApplication app)
    {
        var shared = new Shared(app.Services);
        app.Use((http, next) =>
        {
            http.Features.Set<IServiceProvidersFeature>(shared);
            return next(http);
        });
    }

    private sealed class Shared(IServiceProvider services) : IServiceProvidersFeature
    {
        public IServiceProvider RequestServices
        {
            get => services;
            set => throw new NotSupportedException("All requests share their services.");
        }
    }
}
