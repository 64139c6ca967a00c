using System.Collections.Concurrent;
using AllianceApi.Storage;

namespace AllianceApi.Visibility;

/// <summary>The SQL of visibility policies and promises.</summary>
internal static class VisibilityStore
{
    /// <summary>Stands for the client of an organization's default.</summary>
    public const string Default = "";

    // There are some hundred policies that can be made, and each form is given under one.
    private static readonly ConcurrentDictionary<VisibilityPolicy, string> KnownWords = new();

    /// <summary>The policy in force for a client: the organization's default, narrowed by the client's own.</summary>
    public static VisibilityPolicy InForce(Session session, string organization, string clientId)
    {
        if (session.Memory?.Find(Remembered.Policy, organization, clientId) is VisibilityPolicy known)
        {
            return known;
        }

        var policy = Ask(session, organization, clientId);
        session.Memory?.Keep(Remembered.Policy, organization, clientId, policy);
        return policy;
    }

    private static VisibilityPolicy Ask(Session session, string organization, string clientId) => session
        .Rows(
            "SELECT 0, policy FROM visibility_policies WHERE organization_id = @Organization AND client_id = '' " +
            "UNION ALL SELECT 1, policy FROM visibility_policies WHERE organization_id = @Organization AND client_id = @ClientId",
            [organization, clientId],
            r => (IsDefault: r.Number(0) == 0, Policy: VisibilityPolicy.Unpack(r.Number(1))))
        is { Count: > 0 } found
            ? found.Aggregate(found[0].IsDefault ? found[0].Policy : VisibilityPolicy.BuiltIn, (all, next) => all.And(next.Policy))
            : VisibilityPolicy.BuiltIn;

    /// <summary>The promise that the policy in force makes to who answers now; its words are kept.</summary>
    public static Promise Keep(Session session, string organization, VisibilityPolicy inForce)
    {
        var promise = Promise.Of(inForce);
        if (session.Memory?.Find(Remembered.Promise, organization, "", promise.Packed) is not null)
        {
            return promise;
        }

        session.RunEach(
            "INSERT INTO promises (organization_id, promise, in_words) VALUES (@Organization, @Promise, @InWords) ON CONFLICT (organization_id, promise) DO NOTHING",
            [promise],
            p => [organization, p.Packed, Words(p.Policy)]);
        session.Memory?.Keep(Remembered.Promise, organization, "", promise, promise.Packed);
        return promise;
    }

    /// <summary>The words in which a promise was given; none where it is from before words were given.</summary>
    public static IReadOnlyList<string> WordsOf(Session session, string organization, Promise promise) =>
        session.One<string>("SELECT in_words FROM promises WHERE organization_id = @Organization AND promise = @Promise", new { Organization = organization, Promise = promise.Packed })?.Split('\n') ?? [];

    /// <summary>Whether any policy or any promise of an organization waits for something, so that what is shown changes with time.</summary>
    public static bool AnyHolds(Session session, string organization) => session.Rows(
        "SELECT COUNT(*) FROM (SELECT policy AS packed FROM visibility_policies WHERE organization_id = @Organization UNION SELECT promise FROM promises WHERE organization_id = @Organization) p " +
        "WHERE packed / 256 % 4 > 0",
        [organization],
        r => r.Number(0))[0] > 0;

    /// <summary>A text that changes whenever a policy of the organization does.</summary>
    public static string Fingerprint(Session session, string organization) => session.Rows(
        "SELECT COUNT(*), COALESCE(SUM(revision), 0), COALESCE(MAX(recorded_at), 0) FROM visibility_policies WHERE organization_id = @Organization",
        [organization],
        r => $"{r.Number(0)}.{r.Number(1)}.{r.Number(2)}")[0];

    public static PolicyRow? Find(Session session, string organization, string clientId) => session.One<PolicyRow>(
        "SELECT policy AS Packed, revision AS Revision FROM visibility_policies WHERE organization_id = @Organization AND client_id = @ClientId",
        new { Organization = organization, ClientId = clientId });

    public static void Save(Session session, string organization, string clientId, VisibilityPolicy policy, long revision, string by) => session.RunOrRetry(
        "INSERT INTO visibility_policies (organization_id, client_id, policy, revision, recorded_at, recorded_by) VALUES (@Organization, @ClientId, @Packed, @Revision, @Now, @By) " +
        "ON CONFLICT (organization_id, client_id) DO UPDATE SET policy = excluded.policy, revision = excluded.revision, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by WHERE visibility_policies.revision = excluded.revision - 1",
        new { Organization = organization, ClientId = clientId, policy.Packed, Revision = revision, session.Now, By = by });

    /// <summary>
    /// Forgets the answers kept for Idempotency-Keys that show anything of responses: they show what the policy of their time
    /// allowed. A request that is sent again then finds what is stored by its natural key.
    /// </summary>
    public static void ForgetKeptAnswers(Session session, string organization) => session.Run(
        "DELETE FROM idempotency WHERE organization_id = @Organization AND (route LIKE 'POST /v1/episodes/%' OR route LIKE 'POST /v1/responses/%' OR route LIKE 'POST /v1/alerts/%')",
        new { Organization = organization });

    private static string Words(VisibilityPolicy policy) => KnownWords.GetOrAdd(policy, p => string.Join('\n', VisibilityWords.Of(p)));

    internal sealed class PolicyRow
    {
        public long Packed { get; init; }

        public long Revision { get; init; }

        public VisibilityPolicy Policy => VisibilityPolicy.Unpack(Packed);
    }
}
