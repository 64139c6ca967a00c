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

/// <summary>
/// On an endpoint: which SMART interaction it is. A token with scopes gets no further where they do not allow it; an endpoint
/// without this needs scopes over everything.
/// </summary>
/// <param name="ResourceType">The FHIR type.</param>
/// <param name="Letter">One out of <c>c r u d s</c>.</param>
internal sealed record SmartAccess(string ResourceType, char Letter)
{
    /// <summary>Whether the endpoint itself asks for the <see cref="SmartGrant"/> of the request and keeps its limits; else only a whole grant passes.</summary>
    public bool KeepsLimits { get; init; }

    /// <summary>Parameters of the query by which it becomes more than this, so that scopes over everything are needed.</summary>
    public IReadOnlyList<string> WidenedBy { get; init; } = [];
}

/// <summary>On an endpoint that does several things with several types: which interactions it needs to be allowed with every type.</summary>
/// <param name="Letters">Out of <c>cruds</c>.</param>
internal sealed record SmartEverywhere(string Letters);
