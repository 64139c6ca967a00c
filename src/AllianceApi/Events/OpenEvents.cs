using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Events;

/// <summary>Asks to be told of events as they happen. Who listens stands in the audit log before the first is told, and again at the end.</summary>
internal sealed record OpenEvents(Call Call, string? After) : IRequest<Outcome<EventStream>>, ICall
{
    public Operation Operation => Operation.ReadEvents;

    public string Resource => ReadEvents.Path;

    /// <summary>A listener who comes back says where it was; that counts more than where it once began.</summary>
    public static OpenEvents Read(Input input, string? lastEventId)
    {
        if (input.Query("limit") is not null)
        {
            input.Faults.Add("?limit", "not-allowed", "A stream has no pages. Leave it out.");
        }

        return new OpenEvents(input.Call, string.IsNullOrEmpty(lastEventId) ? input.Query("after") : lastEventId);
    }
}

internal sealed class OpenEventsHandler(Database database, EventCursors cursors, EventWatch watch, TimeProvider clock, ILogger<EventStream> log)
    : IRequestHandler<OpenEvents, Outcome<EventStream>>
{
    public async Task<Outcome<EventStream>> Handle(OpenEvents request, CancellationToken cancellationToken)
    {
        await cursors.Prepare(cancellationToken);
        var organization = request.Call.Caller.Organization;
        var place = request.After is { } cursor ? cursors.Read(organization, cursor) : null;
        if (request.After is not null && place is null)
        {
            return Refusal.Invalid("header:Last-Event-ID", "invalid-cursor", "This is no place in this feed. Send the id of an event of the stream, or next of the feed, or begin without it.");
        }

        await database.Settle(cancellationToken); // what was committed before now is not told of as new
        return await database.Read(
            request,
            session =>
            {
                session.Reason = "stream opened";
                return (Outcome<EventStream>)new EventStream(database, cursors, watch, clock, log, request, place ?? EventStore.Head(session, organization));
            },
            cancellationToken);
    }
}
