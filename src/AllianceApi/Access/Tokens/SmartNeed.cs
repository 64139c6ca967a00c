namespace AllianceApi.Access.Tokens;

/// <summary>On an endpoint: what it needs of the scopes of a token. Without any it reads or writes what scopes have no narrower name for than everything.</summary>
internal abstract record SmartNeed
{
    /// <summary>
    /// The caller as far as the scopes of its token let it do this: as it is, bound to one client, or null where they do not let
    /// it at all. A caller without scopes is bound by its role alone.
    /// </summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="need">What the endpoint needs; null where it says nothing.</param>
    /// <param name="method">The HTTP method.</param>
    public static Caller? Narrowed(Caller caller, SmartNeed? need, string method)
    {
        if (caller.Scopes is not { } scopes || need is SmartPerEntry)
        {
            return caller;
        }

        if (need is SmartAccess access)
        {
            return scopes.Allow(access) is { } reach ? caller with { OnlyClient = reach.OnlyClient } : null;
        }

        var reads = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        if (scopes.AllowEverywhere((need as SmartEverywhere)?.Letters ?? (reads ? "rs" : "cud")))
        {
            return caller;
        }

        // An app of one patient reads our own routes too, where every statement keeps to that patient.
        return need is null && reads && scopes.AllowOfPatient("rs") ? caller with { OnlyClient = scopes.Patient } : null;
    }
}

/// <summary>It is one interaction with one FHIR type.</summary>
/// <param name="ResourceType">The FHIR type.</param>
/// <param name="Letter">One out of <c>c r u d s</c>.</param>
internal sealed record SmartAccess(string ResourceType, char Letter) : SmartNeed
{
    /// <summary>Whether it can be kept to one patient: all that it reaches is found by statements that do; else only a grant over everyone passes.</summary>
    public bool KeepsPatient { get; init; }

    /// <summary>The categories, each as a code and as <c>system|code</c>, that every resource of the type has here.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];
}

/// <summary>It does several things with several types: which interactions it needs to be allowed with every type.</summary>
/// <param name="Letters">Out of <c>cruds</c>.</param>
internal sealed record SmartEverywhere(string Letters) : SmartNeed;

/// <summary>It asks by itself for each of the things that it does.</summary>
internal sealed record SmartPerEntry : SmartNeed;

/// <summary>How far scopes reach.</summary>
/// <param name="OnlyClient">The one client; null for everyone.</param>
internal sealed record SmartReach(string? OnlyClient);
