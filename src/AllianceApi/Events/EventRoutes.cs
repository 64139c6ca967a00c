using AllianceApi.Access;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Events;

/// <summary>The route of the feed and the stream of events.</summary>
internal static class EventRoutes
{
    private const string EventStreamType = "text/event-stream";

    public static void MapEvents(this IEndpointRouteBuilder app) =>
        app.MapResource("Events").MapGet(ReadEvents.Path, (HttpContext http, ISender sender, EventWatch watch, IHostApplicationLifetime lifetime) =>
                AsksForStream(http.Request)
                    ? Stream(http, sender, watch, lifetime.ApplicationStopping)
                    : Rest.Get<ReadEvents, EventFeed>(http, sender, ReadEvents.Read))
            .Allows(Operation.ReadEvents)
            .Query(
                new QueryParameter("after", "Where to go on: `next` of an earlier answer, or an id of the stream. The feed begins with the oldest without it, the stream with what happens from now on.", "string", "3q2-7wAAAAAAAAAAAAAAAA"),
                QueryParameter.Limit)
            .Headers(new HeaderParameter("Last-Event-ID", "For the stream: id of the last event that arrived. It counts more than `after`.", "3q2-7wAAAAAAAAAAAAAAAA"))
            .Gives<EventFeed>(200).Also(200, EventStreamType)
            .Describe("readEvents", "Tells what happened",
                "Ids and kinds in the order of commits, each once and never a score; read `resource` for more. `next` is always there: send it as `after` to catch up, now or later. " +
                "With `Accept: text/event-stream` the answer does not end and tells each event within a second (Server-Sent Events: the id of an event is its place in the feed, its name the type, " +
                "its data the same JSON as in the feed). A listener who was cut off goes on with `Last-Event-ID`. What is erased stands in the feed no more.");

    private static bool AsksForStream(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(EventStreamType, StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);

    private static async Task Stream(HttpContext http, ISender sender, EventWatch watch, CancellationToken stopping)
    {
        var input = Input.Of(http);
        var request = OpenEvents.Read(input, http.Request.Headers["Last-Event-ID"].ToString());
        if (input.Faults.Any)
        {
            await Unread.Refuse(http, Refusal.Invalid(input.Faults.All));
            return;
        }

        if (!watch.Join())
        {
            await Reply.Refuse(http, new Refusal(ProblemType.Unavailable, $"{EventWatch.MostListeners} listen to events already."));
            return;
        }

        try
        {
            var opened = await sender.Send(request, http.RequestAborted);
            await (opened.Value is { } stream ? Tell(http, stream, stopping) : Reply.Refuse(http, opened.Refusal!));
        }
        finally
        {
            watch.Leave();
        }
    }

    private static Task Tell(HttpContext http, EventStream stream, CancellationToken stopping)
    {
        var response = http.Response;
        response.ContentType = EventStreamType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // a proxy that gathers first would keep the events back
        var left = HeadRequests.IsHead(http) ? new CancellationToken(canceled: true) : http.RequestAborted; // who wants the head alone does not stay
        return stream.Run(response.BodyWriter, () => Authentication.Again(http), stopping, left);
    }
}
