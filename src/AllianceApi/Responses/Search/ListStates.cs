using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Responses.Search;

/// <summary>Which states of responses are asked for.</summary>
/// <param name="AsOf">The instant at which they were the newest, in microseconds since 1970.</param>
/// <param name="Since">Only those recorded after this instant; null for all.</param>
/// <param name="After">The last response of the page before; null for the first page.</param>
/// <param name="Limit">Most responses.</param>
internal sealed record StatesAsked(long AsOf, long? Since, string? After, int Limit);

/// <summary>A response as it was, where it was filed and what of it may be shown.</summary>
internal sealed record ResponseState(FiledResponse Filed, ResponseResource Response);

/// <summary>States of responses with the place from which to go on; null after the last.</summary>
internal sealed record ResponseStates(IReadOnlyList<ResponseState> Items, string? Next);

/// <summary>Lists all responses of an organization as they were at an instant, with as much of each as the policy allows now.</summary>
internal sealed record ListStates(Call Call, string Resource, StatesAsked Asked) : IRequest<Outcome<ResponseStates>>, ICall
{
    public Operation Operation => Operation.Export;
}

internal sealed class ListStatesHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<ListStates, Outcome<ResponseStates>>
{
    public Task<Outcome<ResponseStates>> Handle(ListStates request, CancellationToken cancellationToken) =>
        database.Read(request, session => List(session, request), cancellationToken);

    private Outcome<ResponseStates> List(Session session, ListStates request)
    {
        var caller = request.Call.Caller;
        var filed = ResponseSearchStore.At(session, caller, request.Asked);
        var states = new List<ResponseState>(filed.Count);
        foreach (var row in filed)
        {
            if (ResponseReading.Of(session, instruments, caller, request.Operation, row.ResponseId, row.Revision).Value is { } response)
            {
                states.Add(new ResponseState(row, response));
            }
        }

        // The log shows the export to who asks for any of the clients in it.
        session.ClientId = null;
        foreach (var client in states.Select(s => s.Filed.ClientId).Distinct(StringComparer.Ordinal))
        {
            session.AuditAlso(request, client);
        }

        return Outcome<ResponseStates>.Ok(new ResponseStates(states, filed.Count < request.Asked.Limit ? null : filed[^1].ResponseId));
    }
}
