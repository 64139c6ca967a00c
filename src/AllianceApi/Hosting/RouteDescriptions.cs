using AllianceApi.Access;

namespace AllianceApi.Hosting;

/// <summary>What a route says of itself, once: who may use it, what it takes and gives. The OpenAPI text is made from it.</summary>
internal static class RouteDescriptions
{
    /// <summary>A group of routes under one tag.</summary>
    public static RouteGroupBuilder MapResource(this IEndpointRouteBuilder app, string tag) => app.MapGroup("").WithTags(tag);

    public static RouteHandlerBuilder Allows(this RouteHandlerBuilder route, Operation operation) => route.WithMetadata(new Allows(operation));

    public static RouteHandlerBuilder Query(this RouteHandlerBuilder route, params QueryParameter[] parameters) => route.WithMetadata(new QueryParameters(parameters));

    public static RouteHandlerBuilder Headers(this RouteHandlerBuilder route, params HeaderParameter[] parameters) => route.WithMetadata(new HeaderParameters(parameters));

    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, bool optional = false)
        where T : notnull =>
        route.Accepts<T>(optional, "application/json").Refuses(StatusCodes.Status413PayloadTooLarge).Refuses(StatusCodes.Status415UnsupportedMediaType);

    /// <summary>Names the result: the first status and every further one below 300 carry <typeparamref name="T"/>, the others a problem.</summary>
    public static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            _ = status < 300 ? route.Produces<T>(status) : status == StatusCodes.Status304NotModified ? route.Produces(status) : route.Refuses(status);
        }

        return route.GivesTheUsual();
    }

    /// <summary>Names the statuses of a route whose result has no body.</summary>
    public static RouteHandlerBuilder Gives(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            _ = status < 400 ? route.Produces(status) : route.Refuses(status);
        }

        return route.GivesTheUsual();
    }

    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string operationId, string summary, string description) =>
        route.WithName(operationId).WithSummary(summary).WithDescription(description);

    /// <summary>Names a status that comes with a problem document.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, int status) => route.Produces<Problem>(status, "application/problem+json");

    /// <summary>Names a further media type of a result.</summary>
    public static RouteHandlerBuilder Also(this RouteHandlerBuilder route, int status, string contentType) => route.WithMetadata(new AlsoGives(status, contentType));

    private static RouteHandlerBuilder GivesTheUsual(this RouteHandlerBuilder route)
    {
        foreach (var status in (int[])[400, 401, 403, 429, 503])
        {
            route.Refuses(status);
        }

        return route;
    }
}

/// <summary>The request headers of an endpoint, for the OpenAPI text.</summary>
internal sealed record HeaderParameters(IReadOnlyList<HeaderParameter> All);
