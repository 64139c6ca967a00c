using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Events.Webhooks;

/// <summary>Removes a webhook; what it was not told it is not told any more.</summary>
internal sealed record DeleteWebhook(Call Call, string WebhookId) : IRequest<Outcome<WebhookResource>>, ICall
{
    public Operation Operation => Operation.ManageWebhooks;

    public string Resource => $"/v1/webhooks/{WebhookId}";

    public static DeleteWebhook Read(Input input) => new(input.Call, input.PathId("webhookId"));
}

internal sealed class DeleteWebhookHandler(Database database) : IRequestHandler<DeleteWebhook, Outcome<WebhookResource>>
{
    public Task<Outcome<WebhookResource>> Handle(DeleteWebhook request, CancellationToken cancellationToken) => database.Write(
        request,
        session => WebhookStore.Delete(session, request.Call.Caller.Organization, request.WebhookId) ? Outcome<WebhookResource>.Done() : Refusal.NotFound("webhook"),
        cancellationToken);
}

/// <summary>Gives a webhook a new secret; the former one signs beside it for a day.</summary>
internal sealed record RotateSecret(Call Call, string WebhookId) : IRequest<Outcome<WebhookResource>>, ICall
{
    public Operation Operation => Operation.ManageWebhooks;

    public string Resource => $"/v1/webhooks/{WebhookId}/secret";

    public static RotateSecret Read(Input input) => new(input.Call, input.PathId("webhookId"));
}

internal sealed class RotateSecretHandler(Database database, WebhookSecrets secrets) : IRequestHandler<RotateSecret, Outcome<WebhookResource>>
{
    public async Task<Outcome<WebhookResource>> Handle(RotateSecret request, CancellationToken cancellationToken)
    {
        await secrets.Prepare(cancellationToken);
        return await database.Write(request, session => Rotate(session, request), cancellationToken);
    }

    private Outcome<WebhookResource> Rotate(Session session, RotateSecret request)
    {
        var organization = request.Call.Caller.Organization;
        if (WebhookStore.Find(session, organization, request.WebhookId) is not { } row)
        {
            return Refusal.NotFound("webhook");
        }

        WebhookStore.Rotate(session, row, WebhookSecrets.NewSalt(session, organization, row.WebhookId), (session.At + WebhookSecrets.Overlap).ToStore());
        var rotated = WebhookStore.Find(session, organization, request.WebhookId)!;
        return Outcome<WebhookResource>.Ok(WebhookResource.Of(session, rotated, secrets.Of(session, rotated).Shown), rotated.Revision);
    }
}

/// <summary>Turns a webhook on and tells it again from a place on, or goes on where it stopped.</summary>
internal sealed record ReplayWebhook(Call Call, string WebhookId, string? After) : IRequest<Outcome<WebhookResource>>, ICall
{
    public Operation Operation => Operation.ManageWebhooks;

    public string Resource => $"/v1/webhooks/{WebhookId}/replay";

    public static ReplayWebhook Read(Input input) => new(input.Call, input.PathId("webhookId"), input.Body!.Text("after"));
}

internal sealed class ReplayWebhookHandler(Database database, EventCursors cursors) : IRequestHandler<ReplayWebhook, Outcome<WebhookResource>>
{
    public async Task<Outcome<WebhookResource>> Handle(ReplayWebhook request, CancellationToken cancellationToken)
    {
        await cursors.Prepare(cancellationToken);
        return await database.Write(request, session => Replay(session, request), cancellationToken);
    }

    private Outcome<WebhookResource> Replay(Session session, ReplayWebhook request)
    {
        var organization = request.Call.Caller.Organization;
        var place = request.After is { } cursor ? cursors.Read(organization, cursor) : null;
        if (request.After is not null && place is null)
        {
            return Refusal.Invalid("/after", "invalid-cursor", "This is no place in the feed of events.");
        }

        if (WebhookStore.Find(session, organization, request.WebhookId) is not { } row)
        {
            return Refusal.NotFound("webhook");
        }

        WebhookStore.Resume(session, row, place ?? row.Position);
        var resumed = WebhookStore.Find(session, organization, request.WebhookId)!;
        return Outcome<WebhookResource>.Ok(WebhookResource.Of(session, resumed), resumed.Revision);
    }
}
