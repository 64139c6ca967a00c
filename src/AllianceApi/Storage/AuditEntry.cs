namespace AllianceApi.Storage;

/// <summary>One row of the audit log before it is numbered and chained.</summary>
/// <param name="Organization">Whose log.</param>
/// <param name="At">When, microseconds since 1970.</param>
/// <param name="KeyId">Id of the API key, or the subject and issuer of a token.</param>
/// <param name="Name">Name of the credential.</param>
/// <param name="Role">Role of the credential.</param>
/// <param name="Action">The operation.</param>
/// <param name="Resource">Path of what it was done to.</param>
/// <param name="ClientId">Whose data, where one client is concerned.</param>
/// <param name="Outcome">allowed or refused.</param>
/// <param name="Reason">The reason given, or the kind of refusal.</param>
/// <param name="Origin">Address that the call came from.</param>
/// <param name="BreakGlass">Why a clinician read what is another clinician's; null for every other row.</param>
internal sealed record AuditEntry(
    string Organization,
    long At,
    string KeyId,
    string Name,
    string Role,
    string Action,
    string Resource,
    string? ClientId,
    string Outcome,
    string? Reason,
    string Origin,
    string? BreakGlass = null);
