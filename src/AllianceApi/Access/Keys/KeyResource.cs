using AllianceApi.Storage;

namespace AllianceApi.Access.Keys;

/// <summary>An API key without its secret.</summary>
/// <param name="Id">Id of the key.</param>
/// <param name="Name">Name that its maker gave it.</param>
/// <param name="Role">admin, integration, clinician, supervisor or auditor.</param>
/// <param name="Organization">The organization that it belongs to.</param>
/// <param name="ClinicianId">The clinician that a clinician's key is bound to.</param>
/// <param name="Supervises">The clinicians that a supervisor's key is bound to.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends by itself; null for never.</param>
/// <param name="LastUsedOn">The last day on which it was used (UTC); null when never.</param>
internal sealed record KeyResource(
    string Id,
    string Name,
    string Role,
    string Organization,
    string? ClinicianId,
    IReadOnlyList<string>? Supervises,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    string? LastUsedOn);

/// <summary>A new API key with its secret, which is shown this once.</summary>
/// <param name="Id">Id of the key.</param>
/// <param name="Name">Name that its maker gave it.</param>
/// <param name="Role">admin, integration, clinician, supervisor or auditor.</param>
/// <param name="Organization">The organization that it belongs to.</param>
/// <param name="ClinicianId">The clinician that a clinician's key is bound to.</param>
/// <param name="Supervises">The clinicians that a supervisor's key is bound to.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends by itself; null for never.</param>
/// <param name="LastUsedOn">The last day on which it was used (UTC); null when never.</param>
/// <param name="Key">The secret: send it as <c>Authorization: Bearer</c>. Null when the answer is replayed.</param>
internal sealed record NewKeyResource(
    string Id,
    string Name,
    string Role,
    string Organization,
    string? ClinicianId,
    IReadOnlyList<string>? Supervises,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    string? LastUsedOn,
    string? Key)
    : IBearsSecret
{
    public object WithoutSecret() => this with { Key = null };
}
