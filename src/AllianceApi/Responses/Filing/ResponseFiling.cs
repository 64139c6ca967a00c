using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using AllianceApi.Trends;
using AllianceApi.Visibility;

namespace AllianceApi.Responses.Filing;

/// <summary>What is filed in one episode, as the rules of filing ask for it: in the store, or in memory.</summary>
internal interface IKnownResponses : IKnownSessions
{
    /// <summary>The response of a series to the session with a number.</summary>
    ResponseRow? Response(SeriesKey key, long number);
}

/// <summary>What the store holds of an episode.</summary>
internal sealed class StoredResponses(Session session, string organization, string episodeId, FiledEpisode filed) : IKnownResponses
{
    private readonly StoredSessions _sessions = new(session, organization, episodeId);

    public SessionRow? Last => filed.Last;

    public SessionRow? Find(int number) => _sessions.Find(number);

    public SessionRow? Before(int number) => _sessions.Before(number);

    public SessionRow? From(int number) => _sessions.From(number);

    public IReadOnlyList<SessionRow> All() => _sessions.All();

    public ResponseRow? Response(SeriesKey key, long number) =>
        ResponseStore.FindByKey(session, organization, key.EpisodeId, key.Instrument, key.Version, key.Rater, number);
}

/// <summary>What becomes of a submission.</summary>
internal abstract record Filed
{
    /// <summary>It is refused, and nothing of it is saved.</summary>
    internal sealed record Refused(Refusal Refusal) : Filed;

    /// <summary>It was stored before, with the same answers; only its session may learn something.</summary>
    internal sealed record Again(ResponseRow Stored, FiledSession Session) : Filed;

    /// <summary>It is new.</summary>
    internal sealed record New(SeriesKey Key, Submission Submission, Assessment Assessment, FiledSession Session) : Filed
    {
        /// <summary>Its row without an id and instants, which are those of the save.</summary>
        public ResponseRow Row => Recorded("", "", 0, "", default);

        /// <summary>Its row as it is first saved.</summary>
        public ResponseRow Recorded(string id, string clientId, long now, string by, Promise promise) => new()
        {
            ResponseId = id,
            EpisodeId = Key.EpisodeId,
            ClientId = clientId,
            Instrument = Key.Instrument,
            Version = Key.Version,
            Rater = Key.Rater,
            Number = Session.Session!.Number,
            Revision = 1,
            Answers = Assessment.Encoded,
            Means = Assessment.Means,
            Flags = Assessment.Flags,
            DurationSeconds = Submission.DurationSeconds,
            Setting = Submission.Setting,
            CompletedAt = Submission.CompletedAt?.ToStore(),
            ReceivedAt = now,
            RecordedAt = now,
            RecordedBy = by,
            Promise = promise.Packed,
        };
    }
}

/// <summary>
/// Decides what becomes of a submission by what is filed already: exactly once per natural key. It saves nothing, so that one
/// submission and a file of a million are decided by the same rules.
/// </summary>
internal static class ResponseFiling
{
    public static Filed Decide(IKnownResponses known, string episodeId, Submission submission, Assessment assessment, long now)
    {
        if (!assessment.CanBeScored)
        {
            return new Filed.Refused(Assessment.NothingToScore);
        }

        var filed = SessionFiling.Decide(known, submission.Session!, now);
        if (filed.Session is null)
        {
            return new Filed.Refused(filed.Refusal!);
        }

        var key = assessment.Key(episodeId, submission.Rater!);
        // A new session has no responses; its number may be that of another one, which moves on.
        var stored = filed.Change == SessionChange.Insert ? null : known.Response(key, filed.StoredNumber);
        return stored is null ? new Filed.New(key, submission, assessment, filed) : Again(stored, filed, assessment);
    }

    private static Filed Again(ResponseRow stored, FiledSession filed, Assessment assessment)
    {
        // Equal answers have one encoding.
        if (stored.Answers.AsSpan().SequenceEqual(assessment.Encoded))
        {
            return new Filed.Again(stored with { Number = filed.Session!.Number }, filed);
        }

        var detail = $"Session {filed.Session!.Number} has a response with other answers: {stored.ResponseId}. Amend it with PUT {stored.Path}.";
        return new Filed.Refused(new Refusal(ProblemType.ResponseExists, detail) { Existing = stored.Path });
    }
}
