using System.Collections.Immutable;

namespace AllianceApi.Access.Tokens;

/// <summary>
/// The SMART App Launch scopes (version 2, and the words of version 1) of a token: the most that it may do over FHIR, within what
/// its role may do anyway. What looks like such a scope and is not understood grants nothing.
/// </summary>
internal sealed class SmartScopes
{
    private readonly ImmutableArray<SmartScope> _scopes;

    private SmartScopes(ImmutableArray<SmartScope> scopes, string? patient) => (_scopes, Patient) = (scopes, patient);

    /// <summary>The patient that the app was launched with; null where there was none, and then <c>patient/</c> scopes grant nothing.</summary>
    public string? Patient { get; }

    /// <summary>The SMART scopes among the scopes of a token; null where it has none, and its role alone decides.</summary>
    public static SmartScopes? Of(IEnumerable<string> scopes, string? patient)
    {
        var smart = scopes.Where(SmartScope.LooksLikeOne).ToList();
        return smart.Count == 0 ? null : new SmartScopes([.. smart.Select(SmartScope.Read).OfType<SmartScope>()], patient);
    }

    /// <summary>What they allow of one interaction with one type of resource; null for nothing.</summary>
    /// <param name="resourceType">A FHIR type, such as <c>Observation</c>.</param>
    /// <param name="letter">One out of <c>c r u d s</c>: create, read, update, delete, search.</param>
    public SmartGrant? For(string resourceType, char letter)
    {
        var limits = new List<SmartLimit>();
        foreach (var scope in _scopes.Where(s => s.Covers(resourceType, letter)))
        {
            if (scope.Level == SmartLevel.Patient)
            {
                if (Patient is not null)
                {
                    limits.Add(new SmartLimit(Patient, scope.Categories));
                }
            }
            else if (scope.Categories.IsEmpty)
            {
                return SmartGrant.Whole;
            }
            else
            {
                limits.Add(new SmartLimit(null, scope.Categories));
            }
        }

        return limits.Count == 0 ? null : new SmartGrant([.. limits]);
    }

    /// <summary>How far they let an endpoint go that is one interaction with one type; null for not at all.</summary>
    public SmartReach? Allow(SmartAccess access)
    {
        if (For(access.ResourceType, access.Letter) is not { } grant)
        {
            return null;
        }

        var held = grant.Limits.Where(l => l.Categories.IsEmpty || l.Categories.Any(access.Categories.Contains)).ToList();
        return grant.IsWhole || held.Exists(l => l.Patient is null) ? new SmartReach((string?)null)
            : held.Count > 0 && access.KeepsPatient ? new SmartReach(held[0].Patient)
            : null;
    }

    /// <summary>The same scopes, for the patient as we call him or her; null where nobody here is meant.</summary>
    public SmartScopes Of(string? client) => new(_scopes, client);

    /// <summary>Whether they allow each of these interactions with every type, of the patient.</summary>
    public bool AllowOfPatient(string letters) =>
        Patient is not null && letters.All(letter => _scopes.Any(s => s.ResourceType == SmartScope.AnyType && s.Categories.IsEmpty && s.Covers(SmartScope.AnyType, letter)));

    /// <summary>Whether they allow each of these interactions with every type, of everyone: what a route outside of FHIR asks for.</summary>
    public bool AllowEverywhere(string letters) =>
        letters.All(letter => _scopes.Any(s => s.Level != SmartLevel.Patient && s.ResourceType == SmartScope.AnyType && s.Categories.IsEmpty && s.Covers(SmartScope.AnyType, letter)));
}

/// <summary>What scopes allow of an interaction: all that the role may, or what falls within one of the limits.</summary>
internal sealed record SmartGrant(ImmutableArray<SmartLimit> Limits)
{
    public static SmartGrant Whole { get; } = new([]);

    /// <summary>Whether the role alone decides.</summary>
    public bool IsWhole => Limits.IsEmpty;
}

/// <summary>One part of what is allowed; each that is given must hold.</summary>
/// <param name="Patient">Only what is about this patient; null for everyone.</param>
/// <param name="Categories">Only resources of one of these categories, each a code or <c>system|code</c>; empty for every one.</param>
internal sealed record SmartLimit(string? Patient, ImmutableArray<string> Categories);
