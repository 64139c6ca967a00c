using AllianceApi.Hosting;

namespace AllianceApi.Visibility;

/// <summary>Who may see how much of what clients answer. The levels are items, scores, trend and existence; each holds those after it.</summary>
/// <param name="Clinician">What the clinician of an episode sees.</param>
/// <param name="Supervisor">What a supervisor of that clinician sees.</param>
/// <param name="Integration">What other systems of the organization see.</param>
/// <param name="Client">What the client is shown.</param>
/// <param name="HoldUntil">discussed: until the clinician has said that the session was discussed, only the clinician sees more than existence. sessionClosed: until the day of the session is over or a later session is known, nobody does. Null for neither.</param>
internal sealed record VisibilityBody(string Clinician, string Supervisor, string Integration, string Client, string? HoldUntil);

/// <summary>Who may see how much of what clients answer, as it was set, and as it holds.</summary>
/// <param name="Clinician">What the clinician of an episode sees.</param>
/// <param name="Supervisor">What a supervisor of that clinician sees.</param>
/// <param name="Integration">What other systems of the organization see.</param>
/// <param name="Client">What the client is shown.</param>
/// <param name="HoldUntil">discussed, sessionClosed or null.</param>
/// <param name="InForce">What holds now: this, narrowed by the organization's default.</param>
internal sealed record VisibilityResource(string Clinician, string Supervisor, string Integration, string Client, string? HoldUntil, PolicyInForce InForce)
{
    public static VisibilityResource Of(VisibilityPolicy policy, VisibilityPolicy inForce) => new(
        VisibilityPolicy.Name(policy.Clinician), VisibilityPolicy.Name(policy.Supervisor), VisibilityPolicy.Name(policy.Integration), VisibilityPolicy.Name(policy.Client),
        policy.Holds switch { Holds.None => null, Holds.SessionClosed => "sessionClosed", _ => "discussed" }, PolicyInForce.Of(inForce));
}

/// <summary>The policy in force for a client: the organization's default, narrowed by the client's own.</summary>
/// <param name="Clinician">What the clinician of an episode sees.</param>
/// <param name="Supervisor">What a supervisor of that clinician sees.</param>
/// <param name="Integration">What other systems of the organization see.</param>
/// <param name="Client">What the client is shown.</param>
/// <param name="HoldUntil">All that is waited for: discussed, sessionClosed.</param>
internal sealed record PolicyInForce(string Clinician, string Supervisor, string Integration, string Client, IReadOnlyList<string> HoldUntil)
{
    public static PolicyInForce Of(VisibilityPolicy policy) => new(
        VisibilityPolicy.Name(policy.Clinician), VisibilityPolicy.Name(policy.Supervisor), VisibilityPolicy.Name(policy.Integration), VisibilityPolicy.Name(policy.Client),
        [.. VisibilityPolicy.HoldNames.Where(n => policy.Holds.HasFlag(VisibilityPolicy.HoldOf(n)))]);
}

/// <summary>Who sees how much of what is answered in an episode from now on.</summary>
/// <param name="Clinician">What the clinician of the episode sees.</param>
/// <param name="Supervisor">What a supervisor of that clinician sees.</param>
/// <param name="Integration">What other systems of the organization see.</param>
/// <param name="Client">What the client is shown.</param>
/// <param name="HoldUntil">discussed, sessionClosed or null; where both are waited for, discussed.</param>
/// <param name="InForce">The same with all that is waited for.</param>
/// <param name="InWords">The same in plain words, addressed to the client.</param>
internal sealed record EpisodeVisibility(
    string Clinician, string Supervisor, string Integration, string Client, string? HoldUntil, PolicyInForce InForce, IReadOnlyList<string> InWords)
{
    public static EpisodeVisibility Of(VisibilityPolicy policy)
    {
        var shown = VisibilityResource.Of(policy, policy);
        return new EpisodeVisibility(shown.Clinician, shown.Supervisor, shown.Integration, shown.Client, shown.HoldUntil, shown.InForce, VisibilityWords.Of(policy));
    }
}

/// <summary>Reads a policy from a body.</summary>
internal static class PolicyBody
{
    public static VisibilityPolicy? Read(Members body)
    {
        Level? Level(string audience) => body.OneOf(audience, VisibilityPolicy.LevelNames, required: true) is { } name ? VisibilityPolicy.LevelOf(name) : null;
        var (clinician, supervisor, integration, client) = (Level("clinician"), Level("supervisor"), Level("integration"), Level("client"));
        var holds = VisibilityPolicy.HoldOf(body.OneOf("holdUntil", VisibilityPolicy.HoldNames));
        return (clinician, supervisor, integration, client) is ({ } c, { } s, { } i, { } own) ? new VisibilityPolicy(c, s, i, own, holds) : null;
    }
}
