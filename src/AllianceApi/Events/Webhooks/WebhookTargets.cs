using AllianceApi.Access;
using AllianceApi.Hosting;

namespace AllianceApi.Events.Webhooks;

/// <summary>Where deliveries may go.</summary>
internal sealed class WebhookTargets(bool allowsPrivate) : OutboundTargets(allowsPrivate)
{
    public static WebhookTargets Of(IConfiguration configuration) => configuration["Webhooks:AllowPrivate"] switch
    {
        null or "" => new WebhookTargets(false),
        var text when bool.TryParse(text, out var allows) => new WebhookTargets(allows),
        _ => throw new ConfigurationException("Webhooks:AllowPrivate must be true or false: whether webhooks may go to private and loopback addresses, and without TLS."),
    };
}
