using System.Text.Json;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage.Sealing;

namespace AllianceApi.Storage;

/// <summary>
/// The rule of the Idempotency-Key: the first answer is kept in the transaction of its effect and given again to the same
/// request; another request under the same key is refused. What never began (a fault of syntax, a missing credential, an
/// overload) is not kept.
/// </summary>
internal static class IdempotentWork
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private const string Find =
        "SELECT fingerprint AS Fingerprint, status AS Status, location AS Location, tag AS Tag, body AS Body, problem AS Problem, created_at AS CreatedAt " +
        "FROM idempotency WHERE organization_id = @Organization AND key_id = @KeyId AND route = @Route AND idempotency_key = @Key";

    private const string Keep =
        "INSERT INTO idempotency (organization_id, key_id, route, idempotency_key, fingerprint, status, location, tag, body, problem, created_at) " +
        "VALUES (@Organization, @KeyId, @Route, @Key, @Fingerprint, @Status, @Location, @Tag, @Body, @Problem, @Now) " +
        "ON CONFLICT (organization_id, key_id, route, idempotency_key) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status, " +
        "location = excluded.location, tag = excluded.tag, body = excluded.body, problem = excluded.problem, created_at = excluded.created_at WHERE idempotency.created_at <= @Expired";

    public static Outcome<T> Run<T>(Session session, Call call, Func<Session, Outcome<T>> work)
        where T : class
    {
        if (call.Once is not { } once)
        {
            var only = work(session);
            if (only.Refusal is not null)
            {
                session.Undo();
            }

            return only;
        }

        var kept = session.One<KeptAnswer>(Find, new { call.Caller.Organization, call.Caller.KeyId, once.Route, once.Key });
        if (kept is not null && kept.CreatedAt > Expired(session))
        {
            return Answer<T>(session, call.Caller, kept, once);
        }

        var outcome = work(session);
        if (outcome.Refusal is not null)
        {
            session.Undo();
        }

        Save(session, call.Caller, once, outcome);
        return outcome;
    }

    private static Outcome<T> Answer<T>(Session session, Caller caller, KeptAnswer kept, Once once)
        where T : class
    {
        if (!once.Fingerprint.AsSpan().SequenceEqual(kept.Fingerprint))
        {
            return new Refusal(ProblemType.IdempotencyKeyReused, "This Idempotency-Key was used within 24 hours for a request with another body.");
        }

        if (kept.Problem is not null)
        {
            var refused = JsonSerializer.Deserialize(kept.Problem, StoredJson.Default.KeptRefusal)!;
            return Outcome<T>.ReplayRefusal(new Refusal(ProblemType.All[refused.Slug], refused.Detail) { Existing = refused.Existing, Faults = [.. refused.Faults ?? []] });
        }

        return Outcome<T>.Replay((int)kept.Status, kept.Location, kept.Tag, kept.Body is null ? [] : session.OpenKept(caller.Organization, once.Key, kept.Body));
    }

    private static void Save<T>(Session session, Caller caller, Once once, Outcome<T> outcome)
        where T : class
    {
        var body = outcome.Value switch
        {
            null => null,
            IBearsSecret secret => ApiJson.Bytes(secret.WithoutSecret()),
            var value => ApiJson.Bytes(value),
        };
        var problem = outcome.Refusal is { } r ? JsonSerializer.Serialize(KeptRefusal.Of(r), StoredJson.Default.KeptRefusal) : null;
        session.RunOrRetry(Keep, new
        {
            caller.Organization,
            caller.KeyId,
            once.Route,
            once.Key,
            once.Fingerprint,
            Status = outcome.Refusal?.Type.Status ?? outcome.Status,
            outcome.Location,
            Tag = body is null ? null : outcome.TagOf(body),
            // What is about a client may hold answers.
            Body = body is null || session.ClientId is not { } clientId ? body : session.SealKept(caller.Organization, clientId, once.Key, body),
            Problem = problem,
            session.Now,
            Expired = Expired(session),
        });
    }

    // An answer of this instant or before it is no longer given again.
    private static long Expired(Session session) => session.Now - (Kept.Ticks / TimeSpan.TicksPerMicrosecond);

    private sealed class KeptAnswer
    {
        public byte[] Fingerprint { get; init; } = [];

        public long Status { get; init; }

        public string? Location { get; init; }

        public string? Tag { get; init; }

        public byte[]? Body { get; init; }

        public string? Problem { get; init; }

        public long CreatedAt { get; init; }
    }
}

/// <summary>A result that holds a secret which is shown once only.</summary>
internal interface IBearsSecret
{
    object WithoutSecret();
}

/// <summary>A refusal as it is kept against an Idempotency-Key.</summary>
internal sealed record KeptRefusal(string Slug, string Detail, string? Existing, IReadOnlyList<Fault>? Faults)
{
    public static KeptRefusal Of(Refusal refusal) => new(refusal.Type.Slug, refusal.Detail, refusal.Existing, refusal.Faults.IsEmpty ? null : refusal.Faults);
}
