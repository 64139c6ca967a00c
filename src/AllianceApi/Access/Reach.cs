namespace AllianceApi.Access;

/// <summary>How far an operation of a role reaches.</summary>
internal enum Reach
{
    /// <summary>The role has no such right: 403.</summary>
    None,

    /// <summary>Everything of the caller's organization.</summary>
    Organization,

    /// <summary>The ids of everything of the caller's organization, without labels.</summary>
    Ids,

    /// <summary>What belongs to the clinician that the credential is bound to.</summary>
    Own,

    /// <summary>What belongs to the clinicians that the credential supervises.</summary>
    Supervised,
}
