using AllianceApi.Access;
using AllianceApi.Alerts;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Visibility;
using MediatR;

namespace AllianceApi.Responses;

/// <summary>Reads a response, or one of its revisions.</summary>
internal sealed record GetResponse(Call Call, string ResponseId, int? Revision) : IRequest<Outcome<ResponseResource>>, ICall
{
    public Operation Operation => Operation.ReadResponse;

    public string Resource => $"/v1/responses/{ResponseId}";

    public static GetResponse Read(Input input) => new(input.Call, input.Path("responseId"), input.QueryWhole("revision", 1, int.MaxValue));
}

internal sealed class GetResponseHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<GetResponse, Outcome<ResponseResource>>
{
    public Task<Outcome<ResponseResource>> Handle(GetResponse request, CancellationToken cancellationToken) =>
        database.Read(request, session => ResponseReading.Of(session, instruments, request.Call.Caller, request.Operation, request.ResponseId, request.Revision), cancellationToken);
}

/// <summary>Reads one state of a response as far as a caller may see it.</summary>
internal static class ResponseReading
{
    public static Outcome<ResponseResource> Of(Session session, InstrumentRegistry instruments, Caller caller, Operation operation, string responseId, long? revision)
    {
        var newest = ResponseStore.Find(session, caller, operation, responseId);
        if (newest is null || EpisodeStore.Find(session, caller, operation, newest.EpisodeId) is not { } episode)
        {
            return Refusal.NotFound("response");
        }

        session.ClientId = episode.ClientId;
        var row = revision is null || revision == newest.Revision ? newest : ResponseStore.FindRevision(session, caller.Organization, responseId, revision.Value);
        // A revision from before a move belongs to another client's episode: it is shown only to who may see that one, too.
        if (row is null || (row.EpisodeId != episode.EpisodeId && EpisodeStore.Find(session, caller, operation, row.EpisodeId) is null))
        {
            return Refusal.NotFound("revision");
        }

        var document = instruments.Find(session, caller.Organization, row.Instrument, row.Version)!;
        var held = SessionStore.Find(session, caller.Organization, row.EpisodeId, (int)row.Number);
        var sight = EpisodeSight.Of(session, caller, episode);
        var alerts = AlertReferences.Of(session, caller.Organization, row.Key, sight);
        var shown = ResponseResource.Of(row with { Status = row.Status == "void" ? "void" : "final" }, held, document, alerts);
        return Outcome<ResponseResource>.Ok(shown.At(row.SeenBy(sight)), row.Revision);
    }
}

/// <summary>Lists the responses of an episode that count, in the order in which they were received.</summary>
internal sealed record ListResponses(Call Call, string EpisodeId, PageRequest Page) : IRequest<Outcome<Page<ResponseResource>>>, ICall
{
    public Operation Operation => Operation.ReadResponse;

    public string Resource => $"/v1/episodes/{EpisodeId}/responses";

    public static ListResponses Read(Input input) => new(input.Call, input.PathId("episodeId"), input.Page());
}

internal sealed class ListResponsesHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<ListResponses, Outcome<Page<ResponseResource>>>
{
    public Task<Outcome<Page<ResponseResource>>> Handle(ListResponses request, CancellationToken cancellationToken) =>
        database.Read(request, session => List(session, request), cancellationToken);

    private Outcome<Page<ResponseResource>> List(Session session, ListResponses request)
    {
        var caller = request.Call.Caller;
        if (EpisodeStore.Find(session, caller, request.Operation, request.EpisodeId) is not { } episode)
        {
            return Refusal.NotFound("episode");
        }

        session.ClientId = episode.ClientId;
        var rows = ResponseStore.List(session, caller.Organization, request.EpisodeId, request.Page.After, request.Page.Limit + 1);
        var sessions = SessionStore.All(session, caller.Organization, request.EpisodeId).ToDictionary(s => s.Number);
        var sight = EpisodeSight.Of(session, caller, episode);
        var alerts = rows.Select(r => r.Key).Distinct().ToDictionary(k => k, k => AlertReferences.Of(session, caller.Organization, k, sight));
        var shown = rows.ConvertAll(r => ResponseResource.Of(
            r, sessions.GetValueOrDefault(r.Number), instruments.Find(session, caller.Organization, r.Instrument, r.Version)!, alerts[r.Key]).At(r.SeenBy(sight)));
        return request.Page.Of(shown, r => r.Id, caller.Organization);
    }
}
