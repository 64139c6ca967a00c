using AllianceApi.Access;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Events.Webhooks;

/// <summary>The routes of webhooks.</summary>
internal static class WebhookRoutes
{
    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapResource("Webhooks");
        webhooks.MapPut("/v1/webhooks/{webhookId}", (string webhookId, HttpContext http, ISender sender) => Rest.Post<PutWebhook, WebhookResource>(http, sender, PutWebhook.Read))
            .Allows(Operation.ManageWebhooks).Takes<WebhookBody>().Headers(HeaderParameter.IfMatch).Gives<WebhookResource>(200, 201, 412, 428)
            .Describe("putWebhook", "Makes or changes a webhook",
                "The answer to the first request shows `secret`, this once. Each event after that is sent as CloudEvents 1.0 in JSON, thin, signed as Standard Webhooks asks, in the order of the feed, at least " +
                "once: `webhook-id` is the same at every try. A `ping` comes first. What does not answer with 2xx within 10 seconds is tried again for 72 hours, then the webhook is off; 410 turns it off at once.");
        webhooks.MapGet("/v1/webhooks", (HttpContext http, ISender sender) => Rest.Get<ListWebhooks, Page<WebhookResource>>(http, sender, ListWebhooks.Read))
            .Allows(Operation.ManageWebhooks).Query(QueryParameter.Limit, QueryParameter.Cursor).Gives<Page<WebhookResource>>(200)
            .Describe("listWebhooks", "Lists the webhooks of the organization", "Without their secrets.");
        webhooks.MapGet("/v1/webhooks/{webhookId}", (string webhookId, HttpContext http, ISender sender) => Rest.Get<GetWebhook, WebhookResource>(http, sender, GetWebhook.Read))
            .Allows(Operation.ManageWebhooks).Headers(HeaderParameter.IfNoneMatch).Gives<WebhookResource>(200, 304, 404)
            .Describe("getWebhook", "Reads a webhook", "With its state, how far behind it is, and why the last try failed.");
        webhooks.MapDelete("/v1/webhooks/{webhookId}", (string webhookId, HttpContext http, ISender sender) => Rest.Get<DeleteWebhook, WebhookResource>(http, sender, DeleteWebhook.Read))
            .Allows(Operation.ManageWebhooks).Gives(204, 404)
            .Describe("deleteWebhook", "Removes a webhook", "What it was not told it is not told any more.");
        webhooks.MapGet("/v1/webhooks/{webhookId}/undelivered", (string webhookId, HttpContext http, ISender sender) => Rest.Get<ListUndelivered, EventFeed>(http, sender, ListUndelivered.Read))
            .Allows(Operation.ManageWebhooks).Query(QueryParameter.Limit).Gives<EventFeed>(200, 404)
            .Describe("listUndelivered", "Lists what a webhook was not told", "Oldest first: what waits, and where it is off what it has missed. What was erased meanwhile is not in it.");
        webhooks.MapPost("/v1/webhooks/{webhookId}/replay", (string webhookId, HttpContext http, ISender sender) =>
                Rest.Post<ReplayWebhook, WebhookResource>(http, sender, ReplayWebhook.Read, optionalBody: true))
            .Allows(Operation.ManageWebhooks).Takes<ReplayBody>(optional: true).Headers(HeaderParameter.IdempotencyKey).Gives<WebhookResource>(200, 404, 409, 422)
            .Describe("replayWebhook", "Turns a webhook on and delivers again", "From `after`, a place in the feed, or from where it stopped.");
        webhooks.MapPost("/v1/webhooks/{webhookId}/secret", (string webhookId, HttpContext http, ISender sender) => Rest.Post<RotateSecret, WebhookResource>(http, sender, RotateSecret.Read, optionalBody: true))
            .Allows(Operation.ManageWebhooks).Headers(HeaderParameter.IdempotencyKey).Gives<WebhookResource>(200, 404, 409, 422)
            .Describe("rotateWebhookSecret", "Gives a webhook a new secret", "It is shown this once. For 24 hours deliveries are signed with both, so that receivers can change over.");
    }
}
