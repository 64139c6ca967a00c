using AllianceApi.Storage;

namespace AllianceApi.Episodes;

/// <summary>
/// The sessions of one episode, as the rules of filing ask for them: from the store one by one, or from memory while many
/// submissions are filed at once.
/// </summary>
internal interface IKnownSessions
{
    /// <summary>The session with the highest number.</summary>
    SessionRow? Last { get; }

    /// <summary>The session with a number.</summary>
    SessionRow? Find(int number);

    /// <summary>The last session with a lower number.</summary>
    SessionRow? Before(int number);

    /// <summary>The session with a number, or the first with a higher one.</summary>
    SessionRow? From(int number);

    /// <summary>All of them by number.</summary>
    IReadOnlyList<SessionRow> All();
}

/// <summary>The sessions of an episode in the store.</summary>
internal sealed class StoredSessions(Session session, string organization, string episodeId) : IKnownSessions
{
    public SessionRow? Last => SessionStore.Last(session, organization, episodeId);

    public SessionRow? Find(int number) => SessionStore.Find(session, organization, episodeId, number);

    public SessionRow? Before(int number) => SessionStore.Before(session, organization, episodeId, number);

    public SessionRow? From(int number) => SessionStore.From(session, organization, episodeId, number);

    public IReadOnlyList<SessionRow> All() => SessionStore.All(session, organization, episodeId);
}
