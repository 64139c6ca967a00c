using System.Text.Json;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Events.Webhooks;

/// <summary>Makes a webhook, or points one elsewhere.</summary>
internal sealed record PutWebhook(Call Call, string WebhookId, string? Url, IReadOnlyList<string> Events, Precondition? Precondition) : IRequest<Outcome<WebhookResource>>, ICall
{
    public static readonly string[] Known =
    [
        "response.created", "response.amended", "response.voided", "response.moved", "trend.updated", "alert.opened", "alert.changed", "episode.created", "episode.closed", "invitation.completed",
    ];

    public Operation Operation => Operation.ManageWebhooks;

    public string Resource => $"/v1/webhooks/{WebhookId}";

    public static PutWebhook Read(Input input)
    {
        var body = input.Body!;
        var url = body.Text("url", required: true, longest: 2000);
        var events = new List<string>();
        foreach (var element in body.Array("events") ?? [])
        {
            var type = JsonText.Of(element) ?? "";
            if (!Known.Contains(type) || events.Contains(type))
            {
                body.Faults.Add($"{body.At("events")}/{events.Count}", "out-of-range", $"Each is one of {string.Join(", ", Known)}, named once.");
            }

            events.Add(type);
        }

        events.Sort(StringComparer.Ordinal);
        return new PutWebhook(input.Call, input.PathId("webhookId"), url, events, input.Precondition);
    }
}

internal sealed class PutWebhookHandler(Database database, WebhookTargets targets, WebhookSecrets secrets) : IRequestHandler<PutWebhook, Outcome<WebhookResource>>
{
    public async Task<Outcome<WebhookResource>> Handle(PutWebhook request, CancellationToken cancellationToken)
    {
        await secrets.Prepare(cancellationToken);
        return await database.Write(request, session => Put(session, request), cancellationToken);
    }

    private Outcome<WebhookResource> Put(Session session, PutWebhook request)
    {
        if (targets.Fault(request.Url!) is { } fault)
        {
            return Refusal.Invalid("/url", "out-of-range", fault);
        }

        var (organization, types) = (request.Call.Caller.Organization, JsonSerializer.Serialize(request.Events));
        if (WebhookStore.Find(session, organization, request.WebhookId) is not { } stored)
        {
            return Precondition.CheckAbsent(request.Precondition) is { } absent ? absent : Make(session, request, organization, types);
        }

        if (stored.Url == request.Url && stored.EventTypes == types)
        {
            return Outcome<WebhookResource>.Ok(WebhookResource.Of(session, stored), stored.Revision);
        }

        if (Precondition.Check(request.Precondition, stored.Revision) is { } refusal)
        {
            return refusal;
        }

        WebhookStore.Change(session, stored, request.Url!, types);
        var changed = WebhookStore.Find(session, organization, request.WebhookId)!;
        return Outcome<WebhookResource>.Ok(WebhookResource.Of(session, changed), changed.Revision);
    }

    private Outcome<WebhookResource> Make(Session session, PutWebhook request, string organization, string types)
    {
        var made = new WebhookRow
        {
            Organization = organization,
            WebhookId = request.WebhookId,
            Url = request.Url!,
            EventTypes = types,
            Salt = WebhookSecrets.NewSalt(session, organization, request.WebhookId),
            Position = EventStore.Head(session, organization),
        };
        WebhookStore.Insert(session, made);
        return Outcome<WebhookResource>.Created(WebhookResource.Of(session, made, secrets.Of(session, made).Shown), made.Path, 1);
    }
}
