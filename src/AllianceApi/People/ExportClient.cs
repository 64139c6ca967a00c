using AllianceApi.Access;
using AllianceApi.Access.Audit;
using AllianceApi.Alerts;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses;
using AllianceApi.Storage;
using AllianceApi.Visibility;
using MediatR;

namespace AllianceApi.People;

/// <summary>Everything that is held of one client.</summary>
/// <param name="Client">The client.</param>
/// <param name="ExportedAt">When this was put together.</param>
/// <param name="Visibility">The visibility policy in force for the client.</param>
/// <param name="Episodes">Each episode with all that is filed under it.</param>
/// <param name="Audit">The rows of the audit log about this client, newest first, at most ten thousand.</param>
internal sealed record ClientRecord(ClientResource Client, DateTimeOffset ExportedAt, PolicyInForce Visibility, IReadOnlyList<EpisodeRecord> Episodes, IReadOnlyList<AuditResource> Audit);

/// <summary>Everything that is held of one episode.</summary>
/// <param name="Episode">The episode.</param>
/// <param name="Sessions">Its sessions.</param>
/// <param name="Responses">Its responses in every revision, voided and moved ones included.</param>
/// <param name="Promises">What was promised for each response.</param>
/// <param name="Alerts">Its alerts with their history.</param>
internal sealed record EpisodeRecord(
    EpisodeResource Episode, IReadOnlyList<SessionResource> Sessions, IReadOnlyList<ResponseResource> Responses, IReadOnlyList<PromiseResource> Promises, IReadOnlyList<AlertResource> Alerts);

/// <summary>Gives out everything held of a client: for the person's right to a copy.</summary>
internal sealed record ExportClient(Call Call, string ClientId) : IRequest<Outcome<ClientRecord>>, ICall
{
    public Operation Operation => Operation.ExportClient;

    public string Resource => $"/v1/clients/{ClientId}/export";

    public static ExportClient Read(Input input) => new(input.Call, input.PathId("clientId"));
}

internal sealed class ExportClientHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<ExportClient, Outcome<ClientRecord>>
{
    private const int MostAuditRows = 10_000;

    public Task<Outcome<ClientRecord>> Handle(ExportClient request, CancellationToken cancellationToken) =>
        database.Read(request, session => Export(session, request), cancellationToken);

    private Outcome<ClientRecord> Export(Session session, ExportClient request)
    {
        var caller = request.Call.Caller;
        session.ClientId = request.ClientId;
        if (PeopleStore.FindClient(session, caller, request.Operation, request.ClientId) is not { } client)
        {
            return Refusal.NotFound("client");
        }

        var episodes = EpisodeStore.List(session, caller, new EpisodeFilter(null, request.ClientId, null), null, int.MaxValue);
        var audit = AuditStore.List(session, caller.Organization, new AuditFilter(request.ClientId, null, null, null), long.MaxValue, MostAuditRows);
        return new ClientRecord(
            new ClientResource(client.Id, client.Label, Instant.FromStore(client.CreatedAt)),
            session.At,
            PolicyInForce.Of(VisibilityStore.InForce(session, caller.Organization, request.ClientId)),
            episodes.ConvertAll(e => Episode(session, caller, e)),
            audit.ConvertAll(AuditResource.Of));
    }

    private EpisodeRecord Episode(Session session, Caller caller, EpisodeRow episode)
    {
        var organization = caller.Organization;
        var sessions = SessionStore.All(session, organization, episode.EpisodeId);
        var byNumber = sessions.ToDictionary(s => s.Number);
        var sight = EpisodeSight.Of(session, caller, episode);
        var rows = ResponseStore.History(session, organization, episode.EpisodeId);
        var responses = rows.ConvertAll(r => ResponseResource.Of(
            r, byNumber.GetValueOrDefault(r.Number), instruments.Find(session, organization, r.Instrument, r.Version)!, []).At(r.SeenBy(sight)));
        var promises = rows.DistinctBy(r => r.ResponseId).Select(r => PromiseResource.Of(session, organization, r, sight.Policy));
        var seen = new SeenAlerts(session, caller);
        var alerts = AlertStore.OfEpisode(session, organization, episode.EpisodeId).Select(seen.Show).OfType<AlertResource>();
        return new EpisodeRecord(episode.ToResource(), sessions.ConvertAll(s => s.ToResource()), responses, [.. promises], [.. alerts]);
    }
}
