using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Visibility;

/// <summary>Policies as bodies, and the steps that set them.</summary>
internal static class Policies
{
    public static object Of(string clinician = "items", string supervisor = "trend", string integration = "items", string client = "trend", string? holdUntil = null) =>
        new { clinician, supervisor, integration, client, holdUntil };

    /// <summary>Sets the policy of the client of an episode that <see cref="Clinic.Episode"/> opened.</summary>
    public static async Task SetVisibility(this Clinic clinic, string episodeId, object policy)
    {
        var answer = await clinic.Integration.Put($"/v1/clients/c-{episodeId}/visibility", policy);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
    }
}
