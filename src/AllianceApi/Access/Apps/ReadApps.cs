using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access.Apps;

/// <summary>Reads an app.</summary>
internal sealed record GetApp(Call Call, string AppId) : IRequest<Outcome<AppResource>>, ICall
{
    public Operation Operation => Operation.ManageKeys;

    public string Resource => $"/v1/apps/{AppId}";

    public static GetApp Read(Input input) => new(input.Call, input.Path("appId"));
}

internal sealed class GetAppHandler(Database database) : IRequestHandler<GetApp, Outcome<AppResource>>
{
    public Task<Outcome<AppResource>> Handle(GetApp request, CancellationToken cancellationToken) => database.Read(
        request,
        session => AppStore.Find(session, request.Call.Caller.Organization, request.AppId) is { } row ? Outcome<AppResource>.Ok(AppResource.Of(row), row.Revision) : Refusal.NotFound("app"),
        cancellationToken);
}

/// <summary>Lists the apps of the caller's organization.</summary>
internal sealed record ListApps(Call Call, PageRequest Page) : IRequest<Outcome<Page<AppResource>>>, ICall
{
    public Operation Operation => Operation.ManageKeys;

    public string Resource => "/v1/apps";

    public static ListApps Read(Input input) => new(input.Call, input.Page());
}

internal sealed class ListAppsHandler(Database database) : IRequestHandler<ListApps, Outcome<Page<AppResource>>>
{
    public Task<Outcome<Page<AppResource>>> Handle(ListApps request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var organization = request.Call.Caller.Organization;
            return request.Page.Of(AppStore.List(session, organization, request.Page.After, request.Page.Limit + 1), r => r.AppId, organization, AppResource.Of);
        },
        cancellationToken);
}
