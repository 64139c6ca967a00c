using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Responses.Search;

/// <summary>What was found.</summary>
/// <param name="Items">The responses.</param>
/// <param name="Total">How many there are in all; null where it was not asked.</param>
internal sealed record FoundResponses(IReadOnlyList<FiledResponse> Items, long? Total);

/// <summary>Finds responses across episodes: where they are filed, not what they say. What they say is asked of each with <see cref="GetResponse"/>.</summary>
internal sealed record FindResponses(Call Call, ResponseCriteria Criteria, ResponseOrder Order, int Limit, bool Count) : IRequest<Outcome<FoundResponses>>, ICall
{
    public Operation Operation => Operation.ReadResponse;

    public string Resource => "/v1/responses";
}

internal sealed class FindResponsesHandler(Database database) : IRequestHandler<FindResponses, Outcome<FoundResponses>>
{
    public async Task<Outcome<FoundResponses>> Handle(FindResponses request, CancellationToken cancellationToken)
    {
        if (request.Criteria.Settled)
        {
            await database.Settle(cancellationToken);
        }

        return await database.Read(request, session => Find(session, request), cancellationToken);
    }

    private static Outcome<FoundResponses> Find(Session session, FindResponses request)
    {
        var caller = request.Call.Caller;
        session.ClientId = request.Criteria.ClientIds is [var only] ? only : null;
        var items = request.Limit == 0 ? [] : ResponseSearchStore.Find(session, caller, request.Operation, request.Criteria, request.Order, request.Limit);
        long? total = request.Count ? ResponseSearchStore.Count(session, caller, request.Operation, request.Criteria) : null;
        return Outcome<FoundResponses>.Ok(new FoundResponses(items, total));
    }
}

/// <summary>Lists every state that a response had and has, newest last.</summary>
internal sealed record ListRevisions(Call Call, string ResponseId) : IRequest<Outcome<FoundResponses>>, ICall
{
    public Operation Operation => Operation.ReadResponse;

    public string Resource => $"/v1/responses/{ResponseId}";
}

internal sealed class ListRevisionsHandler(Database database) : IRequestHandler<ListRevisions, Outcome<FoundResponses>>
{
    public Task<Outcome<FoundResponses>> Handle(ListRevisions request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var items = ResponseSearchStore.History(session, request.Call.Caller, request.Operation, request.ResponseId);
            session.ClientId = items.Count == 0 ? null : items[^1].ClientId;
            return items.Count == 0 ? Refusal.NotFound("response") : Outcome<FoundResponses>.Ok(new FoundResponses(items, null));
        },
        cancellationToken);
}
