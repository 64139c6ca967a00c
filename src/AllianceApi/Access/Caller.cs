using System.Collections.Immutable;
using AllianceApi.Access.Tokens;

namespace AllianceApi.Access;

/// <summary>Who is calling: a credential of one organization with one role.</summary>
/// <param name="Organization">The organization; nothing crosses its border.</param>
/// <param name="KeyId">Id of the API key; of a token an id that stays the same for its issuer and subject.</param>
/// <param name="Name">Name of the credential, for the audit log.</param>
/// <param name="Role">What it may do.</param>
/// <param name="ClinicianId">The clinician that a clinician's credential is bound to.</param>
/// <param name="Supervises">The clinicians that a supervisor's credential is bound to.</param>
/// <param name="IsOperator">Whether it may make organizations and keys in other organizations.</param>
internal sealed record Caller(
    string Organization,
    string KeyId,
    string Name,
    Role Role,
    string? ClinicianId,
    ImmutableArray<string> Supervises,
    bool IsOperator)
{
    /// <summary>Why this clinician reads beyond its own episodes this once; null where it does not.</summary>
    public string? BreakGlass { get; init; }

    /// <summary>As which rater somebody answers by an invitation; null for who signs in.</summary>
    public string? Answers { get; init; }

    /// <summary>The role as the audit log names it.</summary>
    public string RoleName => Answers is null ? Role.Name() : "invitation";

    /// <summary>Whoever holds an invitation. What it may do is one form of one episode, which its door names.</summary>
    public static Caller Invited(string organization, string invitationId, string rater) =>
        new(organization, invitationId, "invitation", Role.Integration, null, [], false) { Answers = rater };

    /// <summary>Whose token it is; null for an API key.</summary>
    public TokenSubject? Token { get; init; }

    /// <summary>The SMART scopes that bound it besides its role; null where none do. The FHIR door asks them for each interaction.</summary>
    public SmartScopes? Scopes { get; init; }

    /// <summary>The one client whose data it reaches in this request, because its token is for the patient that an app was launched with; null for no such bound.</summary>
    public string? OnlyClient { get; init; }

    /// <summary>Who it is in the audit log.</summary>
    public string Actor => Token?.Actor ?? KeyId;

    /// <summary>The service itself, for what it does of its own accord.</summary>
    public static Caller Service(string organization) => new(organization, "service", "service", Role.Integration, null, [], false);

    /// <summary>The clinicians whose clients an operation reaches; null for all of the organization.</summary>
    public string[]? Clinicians(Operation operation) => Answers is not null ? null : AccessRules.For(operation, Role) switch
    {
        Reach.Organization or Reach.Ids => null,
        Reach.Own when BreakGlass is not null && AccessRules.MayBreakGlass(operation) => null,
        Reach.Own => [ClinicianId!],
        Reach.Supervised => [.. Supervises],
        _ => [],
    };
}
