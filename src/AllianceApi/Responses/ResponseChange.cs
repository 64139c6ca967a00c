using AllianceApi.Access;
using AllianceApi.Alerts;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Trends;
using AllianceApi.Visibility;

namespace AllianceApi.Responses;

/// <summary>A stored response that is about to change, with all that the change touches.</summary>
internal sealed record ResponseChange(string Organization, ResponseRow Stored, EpisodeRow Episode, InstrumentDocument Document, SessionRow? Held, EpisodeSight Sight)
{
    public SeriesKey Key => new(Stored.EpisodeId, Stored.Instrument, Stored.Version, Stored.Rater);

    /// <summary>Loads what is to change, where the caller may change it and holds its newest state.</summary>
    public static (ResponseChange? Change, Refusal? Refusal) Begin(Session session, InstrumentRegistry instruments, ICall request, string responseId, Precondition? precondition)
    {
        var caller = request.Call.Caller;
        if (ResponseStore.Find(session, caller, request.Operation, responseId) is not { } found
            || EpisodeStore.Find(session, caller, request.Operation, found.EpisodeId) is not { } episode
            || ResponseStore.Find(session, caller, request.Operation, responseId) is not { } stored)
        {
            return (null, Refusal.NotFound("response"));
        }

        // It is read again, now that its episode is held: another instance may have changed its state, its number or its place.
        if (stored.EpisodeId != episode.EpisodeId)
        {
            throw new RaceLostException();
        }

        session.ClientId = episode.ClientId;
        if (Precondition.Check(precondition, stored.Revision) is { } refusal)
        {
            return (null, refusal);
        }

        if (stored.Status != "final")
        {
            return (null, new Refusal(ProblemType.WrongState, "The response is void and can not change. Submit the session again.") { Existing = stored.Path });
        }

        var document = instruments.Find(session, caller.Organization, stored.Instrument, stored.Version)!;
        return (new ResponseChange(caller.Organization, stored with { ClientId = episode.ClientId }, episode, document, SessionStore.Find(session, caller.Organization, stored.EpisodeId, (int)stored.Number), EpisodeSight.Of(session, caller, episode)), null);
    }

    /// <summary>The response as it is after the change, as far as the caller may see it.</summary>
    public ResponseResource Show(Session session, ResponseRow row) =>
        ResponseResource.Of(row, Held, Document, AlertReferences.Of(session, Organization, Key, Sight)).At(row.SeenBy(Sight));

    /// <summary>Takes the stored state out of what counts and keeps it among the revisions.</summary>
    public void Supersede(Session session, string status)
    {
        ResponseStore.Remove(session, Organization, Stored);
        ResponseStore.Keep(session, Organization, Stored with { Status = status, SupersededAt = session.Now });
    }
}
