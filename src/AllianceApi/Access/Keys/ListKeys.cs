using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access.Keys;

/// <summary>Lists the API keys of the caller's organization, without their secrets.</summary>
internal sealed record ListKeys(Call Call, PageRequest Page) : IRequest<Outcome<Page<KeyResource>>>, ICall
{
    public Operation Operation => Operation.ManageKeys;

    public string Resource => "/v1/keys";

    public static ListKeys Read(Input input) => new(input.Call, input.Page());
}

internal sealed class ListKeysHandler(Database database) : IRequestHandler<ListKeys, Outcome<Page<KeyResource>>>
{
    public Task<Outcome<Page<KeyResource>>> Handle(ListKeys request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var organization = request.Call.Caller.Organization;
            var rows = KeyStore.List(session, organization, request.Page.After, request.Page.Limit + 1);
            return request.Page.Of([.. rows.Select(r => r.ToResource())], r => r.Id, organization);
        },
        cancellationToken);
}
