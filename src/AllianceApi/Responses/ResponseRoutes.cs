using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Responses.Batch;
using MediatR;

namespace AllianceApi.Responses;

/// <summary>The routes of responses.</summary>
internal static class ResponseRoutes
{
    public static void MapResponses(this IEndpointRouteBuilder app)
    {
        var responses = app.MapResource("Responses");
        responses.MapPost("/v1/episodes/{episodeId}/responses", (string episodeId, HttpContext http, ISender sender) =>
                Rest.Post<SubmitResponse, ResponseResource>(http, sender, SubmitResponse.Read, plainly: SubmitResponse.ReadPlainly))
            .Allows(Operation.WriteResponse).Takes<SubmitResponseBody>().Headers(HeaderParameter.IdempotencyKey).Gives<ResponseResource>(201, 200, 404, 409, 422)
            .Describe("submitResponse", "Submits answers", "Scored at once. The natural key is (episode, session, instrument version, rater): the same answers again are 200 with the stored response, other answers 409.");
        responses.MapGet("/v1/episodes/{episodeId}/responses", (string episodeId, HttpContext http, ISender sender) =>
                Rest.Get<ListResponses, Page<ResponseResource>>(http, sender, ListResponses.Read))
            .Allows(Operation.ReadResponse).Query(QueryParameter.Limit, QueryParameter.Cursor).Gives<Page<ResponseResource>>(200, 404)
            .Describe("listResponses", "Lists the responses of an episode", "Those that count, in the order in which they were received.");
        responses.MapGet("/v1/responses/{responseId}", (string responseId, HttpContext http, ISender sender) =>
                Rest.Get<GetResponse, ResponseResource>(http, sender, GetResponse.Read))
            .Allows(Operation.ReadResponse).Query(new QueryParameter("revision", "An earlier revision.", "integer", "1")).Headers(HeaderParameter.IfNoneMatch)
            .Gives<ResponseResource>(200, 304, 404)
            .Describe("getResponse", "Reads a response", "The newest revision, or an earlier one; a voided response stays readable.");
        responses.MapGet("/v1/responses/{responseId}/promise", (string responseId, HttpContext http, ISender sender) =>
                Rest.Get<GetPromise, PromiseResource>(http, sender, GetPromise.Read))
            .Allows(Operation.ReadVisibility).Headers(HeaderParameter.IfNoneMatch).Gives<PromiseResource>(200, 304, 404)
            .Describe("getPromise", "Reads what was promised for a response", "Who would see how much, in data and in the words that were in force when it was given, and what holds for it now: the narrower of that and the policy of today.");
        MapChanges(responses);
        MapBatch(responses);
    }

    private static void MapBatch(RouteGroupBuilder responses) =>
        responses.MapPost(OpenBatch.Path, BatchDoor.Run)
            .Allows(Operation.WriteResponse).Accepts<BatchLineBody>(BatchFormats.Ndjson, BatchFormats.Csv)
            .Query(new QueryParameter("dryRun", "Whether to say what would become of each line, and store nothing.", "boolean", "false", ["true", "false"]))
            .Headers(HeaderParameter.IdempotencyKey)
            .Produces<BatchResultLine>(200, BatchFormats.Ndjson).Gives(415)
            .Describe("submitBatch", "Submits many answers", BatchDoor.Description);

    private static void MapChanges(RouteGroupBuilder responses)
    {
        responses.MapPut("/v1/responses/{responseId}", (string responseId, HttpContext http, ISender sender) =>
                Rest.Post<AmendResponse, ResponseResource>(http, sender, AmendResponse.Read))
            .Allows(Operation.WriteResponse).Takes<AmendResponseBody>().Headers(HeaderParameter.IfMatch).Gives<ResponseResource>(200, 404, 409, 412, 422, 428)
            .Describe("amendResponse", "Corrects the answers", "Makes a new revision, with the reason. Trends are computed anew; the view of an earlier day (`asOf`) still shows what was known then.");
        responses.MapDelete("/v1/responses/{responseId}", (string responseId, HttpContext http, ISender sender) =>
                Rest.Post<VoidResponse, ResponseResource>(http, sender, VoidResponse.Read, optionalBody: true))
            .Allows(Operation.WriteResponse).Takes<VoidResponseBody>(optional: true).Query(new QueryParameter("reason", "Why, where there is no body.", "string", "entered twice")).Headers(HeaderParameter.IfMatch)
            .Gives<ResponseResource>(200, 404, 409, 412, 428)
            .Describe("voidResponse", "Voids a response", "Takes it out of what counts, with the reason, as body or as `?reason=`. It stays readable, and its place is free again.");
        responses.MapPost("/v1/responses/{responseId}/move", (string responseId, HttpContext http, ISender sender) =>
                Rest.Post<MoveResponse, ResponseResource>(http, sender, MoveResponse.Read))
            .Allows(Operation.MoveResponse).Takes<MoveResponseBody>().Headers(HeaderParameter.IdempotencyKey).Gives<ResponseResource>(200, 404, 409, 422)
            .Describe("moveResponse", "Files a response under another episode", "It was entered for the wrong client. Its session keeps its time; the number follows from the order of time there.");
    }
}

/// <summary>One rater's answers for one session.</summary>
/// <param name="Session">The session.</param>
/// <param name="Instrument">Instrument id, with or without a version: <c>wai-sr</c>, <c>wai-sr@2006</c>.</param>
/// <param name="Rater">client, therapist or observer.</param>
/// <param name="Answers">Value by item number; null is the same as absent: not answered.</param>
/// <param name="CompletedAt">When the rater finished.</param>
/// <param name="DurationSeconds">How long the rater took, as measured by the rater's device.</param>
/// <param name="Setting">Where it was answered, such as aloneOnPhone.</param>
internal sealed record SubmitResponseBody(
    SubmitSessionBody Session, string Instrument, string Rater, IReadOnlyDictionary<string, double?> Answers, DateTimeOffset? CompletedAt, double? DurationSeconds, string? Setting);

/// <summary>The session of a submission.</summary>
/// <param name="Number">Its number; inferred from the order of time where absent.</param>
/// <param name="HeldAt">When it began, RFC 3339 with offset; may be absent for a session that is known by its number.</param>
/// <param name="Modality">inPerson, video, phone or chat.</param>
internal sealed record SubmitSessionBody(int? Number, DateTimeOffset? HeldAt, string? Modality);

/// <summary>Corrected answers.</summary>
/// <param name="Answers">All answers of the form, not only the changed ones.</param>
/// <param name="Reason">Why.</param>
internal sealed record AmendResponseBody(IReadOnlyDictionary<string, double?> Answers, string Reason);

/// <summary>Why a response is voided.</summary>
/// <param name="Reason">The reason.</param>
internal sealed record VoidResponseBody(string Reason);

/// <summary>Where a response belongs.</summary>
/// <param name="EpisodeId">The right episode.</param>
/// <param name="Reason">Why it is moved.</param>
internal sealed record MoveResponseBody(string EpisodeId, string Reason);
