using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Events;

/// <summary>Something that happened: which kind, when, and what to read.</summary>
/// <param name="Id">Its id, the same in the feed, in the stream and in every delivery of a webhook.</param>
/// <param name="Type">Such as response.created, trend.updated, alert.opened or episode.closed.</param>
/// <param name="At">When it happened.</param>
/// <param name="EpisodeId">The episode concerned.</param>
/// <param name="Resource">Path of what to read; it answers as far as the reader's credential may see.</param>
internal sealed record EventResource(string Id, string Type, DateTimeOffset At, string EpisodeId, string Resource)
{
    public static EventResource Of(EventRow row) => new(row.EventId, row.Type, Instant.FromStore(row.At), row.EpisodeId, row.Resource);
}

/// <summary>A part of the feed of events.</summary>
/// <param name="Items">The events in the order in which they were committed.</param>
/// <param name="Next">Where to go on: send it as <c>after</c>, or as <c>Last-Event-ID</c> of the stream. It is there at the end, too, for what is to come.</param>
internal sealed record EventFeed(IReadOnlyList<EventResource> Items, string Next);

/// <summary>Reads the feed of events from a place on.</summary>
internal sealed record ReadEvents(Call Call, string? After, int Limit) : IRequest<Outcome<EventFeed>>, ICall
{
    public const string Path = "/v1/events";

    public Operation Operation => Operation.ReadEvents;

    public string Resource => Path;

    public static ReadEvents Read(Input input) => new(input.Call, input.Query("after"), input.QueryWhole("limit", 1, 500) ?? 100);
}

internal sealed class ReadEventsHandler(Database database, EventCursors cursors) : IRequestHandler<ReadEvents, Outcome<EventFeed>>
{
    public async Task<Outcome<EventFeed>> Handle(ReadEvents request, CancellationToken cancellationToken)
    {
        await cursors.Prepare(cancellationToken);
        var caller = request.Call.Caller;
        if (request.After is { } cursor && cursors.Read(caller.Organization, cursor) is null)
        {
            return Refusal.Invalid("?after", "invalid-cursor", "This is no place in this feed. Send next of an earlier answer, or an id of the stream, or begin again without it.");
        }

        await database.Settle(cancellationToken);
        return await database.Read(request, session => Read(session, request), cancellationToken);
    }

    private Outcome<EventFeed> Read(Session session, ReadEvents request)
    {
        var caller = request.Call.Caller;
        var after = request.After is { } cursor ? cursors.Read(caller.Organization, cursor)!.Value : 0;
        var head = EventStore.Head(session, caller.Organization);
        var rows = EventStore.After(session, caller.Organization, caller.Clinicians(request.Operation), after, request.Limit);
        var next = rows.Count == request.Limit ? rows[^1].Sequence : Math.Max(after, head);
        return new EventFeed([.. EventSight.Of(session, caller, rows).Select(EventResource.Of)], cursors.Write(caller.Organization, next));
    }
}
