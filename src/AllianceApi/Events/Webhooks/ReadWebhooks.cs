using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Events.Webhooks;

/// <summary>Reads a webhook.</summary>
internal sealed record GetWebhook(Call Call, string WebhookId) : IRequest<Outcome<WebhookResource>>, ICall
{
    public Operation Operation => Operation.ManageWebhooks;

    public string Resource => $"/v1/webhooks/{WebhookId}";

    public static GetWebhook Read(Input input) => new(input.Call, input.PathId("webhookId"));
}

internal sealed class GetWebhookHandler(Database database) : IRequestHandler<GetWebhook, Outcome<WebhookResource>>
{
    public Task<Outcome<WebhookResource>> Handle(GetWebhook request, CancellationToken cancellationToken) => database.Read(
        request,
        session => WebhookStore.Find(session, request.Call.Caller.Organization, request.WebhookId) is { } row
            ? Outcome<WebhookResource>.Ok(WebhookResource.Of(session, row), row.Revision)
            : Refusal.NotFound("webhook"),
        cancellationToken);
}

/// <summary>Lists the webhooks of the organization.</summary>
internal sealed record ListWebhooks(Call Call, PageRequest Page) : IRequest<Outcome<Page<WebhookResource>>>, ICall
{
    public Operation Operation => Operation.ManageWebhooks;

    public string Resource => "/v1/webhooks";

    public static ListWebhooks Read(Input input) => new(input.Call, input.Page());
}

internal sealed class ListWebhooksHandler(Database database) : IRequestHandler<ListWebhooks, Outcome<Page<WebhookResource>>>
{
    public Task<Outcome<Page<WebhookResource>>> Handle(ListWebhooks request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var organization = request.Call.Caller.Organization;
            var rows = WebhookStore.List(session, organization, request.Page.After, request.Page.Limit + 1);
            return request.Page.Of(rows, r => r.WebhookId, organization, r => WebhookResource.Of(session, r));
        },
        cancellationToken);
}

/// <summary>Lists what a webhook has not been told: what waits, and where it is off what it has missed.</summary>
internal sealed record ListUndelivered(Call Call, string WebhookId, int Limit) : IRequest<Outcome<EventFeed>>, ICall
{
    public Operation Operation => Operation.ManageWebhooks;

    public string Resource => $"/v1/webhooks/{WebhookId}/undelivered";

    public static ListUndelivered Read(Input input) => new(input.Call, input.PathId("webhookId"), input.QueryWhole("limit", 1, 500) ?? 100);
}

internal sealed class ListUndeliveredHandler(Database database, EventCursors cursors) : IRequestHandler<ListUndelivered, Outcome<EventFeed>>
{
    public async Task<Outcome<EventFeed>> Handle(ListUndelivered request, CancellationToken cancellationToken)
    {
        await cursors.Prepare(cancellationToken);
        return await database.Read(request, session => List(session, request), cancellationToken);
    }

    private Outcome<EventFeed> List(Session session, ListUndelivered request)
    {
        var organization = request.Call.Caller.Organization;
        if (WebhookStore.Find(session, organization, request.WebhookId) is not { } row)
        {
            return Refusal.NotFound("webhook");
        }

        var (rows, upTo) = WebhookSender.Waiting(session, row, row.Position, request.Limit);
        return new EventFeed([.. rows.Select(EventResource.Of)], cursors.Write(organization, upTo));
    }
}
