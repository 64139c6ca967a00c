using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Events.Webhooks;

/// <summary>Deliveries as receivers that nobody here wrote take them.</summary>
internal sealed class ForeignReceiverTests
{
    private static readonly string Folder = Repository.PathOf("tests", "AllianceApi.Tests", "Events", "Webhooks", "Receivers");

    [Test]
    public async Task They_verify_what_arrives_and_refuse_what_was_tampered_with()
    {
        NodeScripts.Need(Folder, "standardwebhooks", "svix", "cloudevents");
        await using var service = await RunningService.Start(new Dictionary<string, string?> { ["Webhooks:AllowPrivate"] = "true" });
        await NodeScripts.Run(Folder, "receivers.mjs", service.Base.ToString().TrimEnd('/'), RunningService.AdminKey);
    }
}
