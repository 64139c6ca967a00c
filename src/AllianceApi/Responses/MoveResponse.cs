using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Trends;
using AllianceApi.Visibility;
using MediatR;

namespace AllianceApi.Responses;

/// <summary>Files a response under another episode: it was entered for the wrong client.</summary>
internal sealed record MoveResponse(Call Call, string ResponseId, string? EpisodeId, string? Reason) : IRequest<Outcome<ResponseResource>>, ICall
{
    public Operation Operation => Operation.MoveResponse;

    public string Resource => $"/v1/responses/{ResponseId}/move";

    public static MoveResponse Read(Input input) => new(
        input.Call, input.Path("responseId"), input.Body!.Id("episodeId", required: true), input.Body!.Text("reason", required: true, longest: 1000));
}

internal sealed class MoveResponseHandler(Database database, InstrumentRegistry instruments, SeriesUpdate series) : IRequestHandler<MoveResponse, Outcome<ResponseResource>>
{
    private static readonly Precondition AnyState = new(true, []);

    public Task<Outcome<ResponseResource>> Handle(MoveResponse request, CancellationToken cancellationToken) =>
        database.Write(request, session => Move(session, request), cancellationToken);

    private Outcome<ResponseResource> Move(Session session, MoveResponse request)
    {
        var caller = request.Call.Caller;
        var (change, refusal) = ResponseChange.Begin(session, instruments, request, request.ResponseId, AnyState);
        if (change is null)
        {
            return refusal!;
        }

        if (EpisodeStore.Find(session, caller, request.Operation, request.EpisodeId!) is not { } target)
        {
            return Refusal.NotFound("episode");
        }

        if (target.EpisodeId == change.Episode.EpisodeId)
        {
            return Outcome<ResponseResource>.Ok(change.Show(session, change.Stored), change.Stored.Revision);
        }

        // The session keeps its time; its number follows from the order of time in the episode that it belongs to.
        var filed = SessionFiling.File(session, caller.Organization, target.EpisodeId, new NamedSession(null, change.Held!.Time, change.Held.Modality));
        if (filed.Session is not { } held)
        {
            return filed.Refusal!;
        }

        if (ResponseStore.FindByKey(session, caller.Organization, target.EpisodeId, change.Stored.Instrument, change.Stored.Version, change.Stored.Rater, held.Number) is { } other)
        {
            return new Refusal(ProblemType.ResponseExists, $"Session {held.Number} of that episode has a response already: {other.ResponseId}.") { Existing = other.Path };
        }

        return File(session, request, change, target, held);
    }

    private Outcome<ResponseResource> File(Session session, MoveResponse request, ResponseChange change, EpisodeRow target, SessionRow held)
    {
        var caller = request.Call.Caller;
        session.Reason = request.Reason;
        var moved = change.Stored with
        {
            EpisodeId = target.EpisodeId,
            ClientId = target.ClientId,
            Number = held.Number,
            Revision = change.Stored.Revision + 1,
            RecordedAt = session.Now,
            RecordedBy = caller.KeyId,
            Reason = request.Reason,
        };
        change.Supersede(session, "moved");
        ResponseStore.Insert(session, caller.Organization, moved);
        session.Publish(caller.Organization, "response.moved", change.Episode.EpisodeId, change.Episode.ClinicianId, moved.Path);
        session.Publish(caller.Organization, "response.moved", target.EpisodeId, target.ClinicianId, moved.Path);
        series.Of(session, request.Call, change.Episode, change.Document, change.Key);
        series.OfEpisode(session, request.Call, target, change.Key with { EpisodeId = target.EpisodeId });
        if (target.ClientId != change.Episode.ClientId)
        {
            session.AuditAlso(request, target.ClientId);
        }

        var there = change with { Stored = moved, Episode = target, Held = held, Sight = EpisodeSight.Of(session, caller, target) };
        return Outcome<ResponseResource>.Ok(there.Show(session, moved), moved.Revision);
    }
}
