using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Storage;

namespace AllianceApi.Visibility;

/// <summary>
/// How much one caller sees of the responses of one episode: for each the lower of what was promised when it was given and of
/// what the policy allows now, and nothing but its existence while it is held back.
/// </summary>
internal sealed class EpisodeSight
{
    private readonly Session _session;
    private readonly string _organization;
    private readonly string _episodeId;
    private Dictionary<long, SessionRow>? _sessions;
    private long _latest;

    private EpisodeSight(Session session, Caller caller, string episodeId, VisibilityPolicy policy)
    {
        (_session, _organization, _episodeId) = (session, caller.Organization, episodeId);
        (Audience, Policy) = (AudienceOf(caller), policy);
    }

    public Audience Audience { get; }

    /// <summary>The policy in force.</summary>
    public VisibilityPolicy Policy { get; }

    /// <summary>The most that this audience sees of a response given today, once nothing holds it back.</summary>
    public Level Most => Policy.Of(Audience);

    /// <summary>Whether the policy in force holds responses back from this audience for some time.</summary>
    public bool IsTimed => Concerns(Policy.Holds) != Holds.None;

    public static EpisodeSight Of(Session session, Caller caller, EpisodeRow episode) => Of(session, caller, episode.EpisodeId, episode.ClientId);

    public static EpisodeSight Of(Session session, Caller caller, string episodeId, string clientId) =>
        new(session, caller, episodeId, VisibilityStore.InForce(session, caller.Organization, clientId));

    /// <summary>How much is shown of a response that was given under a promise, to the session with a number.</summary>
    public Level Of(Promise promise, long number)
    {
        var policy = Policy.And(promise.Policy);
        var holds = Concerns(policy.Holds);
        return holds != Holds.None && !IsReleased(number, holds) ? Level.Existence : policy.Of(Audience);
    }

    /// <summary>Whether what is shown of a response changes with time alone.</summary>
    public bool IsTimedFor(Promise promise) => IsTimed || Concerns(promise.Policy.Holds) != Holds.None;

    private static Audience AudienceOf(Caller caller) => caller.Answers switch
    {
        null => AudienceOf(caller.Role),
        "client" => Audience.Client,
        _ => Audience.Clinician,
    };

    /// <summary>As whom a role looks.</summary>
    public static Audience AudienceOf(Role role) => role switch
    {
        Role.Clinician => Audience.Clinician,
        Role.Supervisor => Audience.Supervisor,
        _ => Audience.Integration,
    };

    // Who is to discuss a session with the client must have seen what was answered.
    private Holds Concerns(Holds holds) => Audience == Audience.Clinician ? holds & ~Holds.Discussed : holds;

    private bool IsReleased(long number, Holds holds)
    {
        if (_sessions is null)
        {
            _sessions = SessionStore.All(_session, _organization, _episodeId).ToDictionary(s => s.Number);
            _latest = _sessions.Count == 0 ? 0 : _sessions.Values.Max(s => s.HeldAt);
        }

        return _sessions.TryGetValue(number, out var held)
            && (!holds.HasFlag(Holds.Discussed) || held.DiscussedAt is not null)
            && (!holds.HasFlag(Holds.SessionClosed) || _latest > held.HeldAt || _session.At.ToOffset(held.Time.Offset).Date > held.Time.Date);
    }
}
