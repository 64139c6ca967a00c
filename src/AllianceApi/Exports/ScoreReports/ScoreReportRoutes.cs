using System.Text;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.People;
using AllianceApi.Responses;
using AllianceApi.Responses.Search;
using MediatR;
using Microsoft.Net.Http.Headers;

namespace AllianceApi.Exports.ScoreReports;

/// <summary>The route of score reports for interface engines.</summary>
internal static class ScoreReportRoutes
{
    private static readonly string[] Given = [ScoreReport.MediaType, "x-application/hl7-v2+er7", "application/*", "*/*"];

    public static void MapScoreReports(this IEndpointRouteBuilder app) =>
        app.MapResource("Exports").MapGet("/v1/score-reports/{responseId}", (string responseId, HttpContext http, ISender sender, ScoreReceiver receiver) => Report(responseId, http, sender, receiver))
            .Allows(Operation.ReadResponse).Headers(HeaderParameter.IfNoneMatch)
            .Produces<string>(200, ScoreReport.MediaType).Gives(304, 404, 406)
            .Describe("getScoreReport", "Reads the scores of a response as HL7 v2",
                "One message ORU^R01 (v2.5.1) for interface engines: one OBX for each scale, coding system 99ALLY with the codes of `/fhir/R4/CodeSystem/alliance-measure`. The same state is the same " +
                "message with the same control id (MSH-10). A correction has C in OBR-25 and OBX-11; a voided response has W in OBX-11. An event `response.created`, `response.amended` or `response.voided` names the response to read.");

    private static async Task Report(string responseId, HttpContext http, ISender sender, ScoreReceiver receiver)
    {
        var input = Input.Of(http);
        if (input.Faults.Any)
        {
            await Unread.Refuse(http, Refusal.Invalid(input.Faults.All));
            return;
        }

        if (!TakesHl7(http.Request))
        {
            await Unread.Refuse(http, new Refusal(ProblemType.NotAcceptable, $"A score report is given as {ScoreReport.MediaType}. The response itself is at /v1/responses/{{responseId}}."));
            return;
        }

        var (report, refusal) = await Written(input.Call, responseId, sender, receiver, http.RequestAborted);
        if (report is null)
        {
            await Reply.Refuse(http, refusal!);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(report.Text);
        await Reply.Bytes(http, StatusCodes.Status200OK, $"{ScoreReport.MediaType}; charset=utf-8", bytes, EntityTag.Of(report.Revision, bytes));
    }

    private static async Task<(WrittenReport? Report, Refusal? Refusal)> Written(Call call, string responseId, ISender sender, ScoreReceiver receiver, CancellationToken cancellationToken)
    {
        var criteria = new ResponseCriteria { Ids = [responseId] };
        var found = await sender.Send(new FindResponses(call, criteria, new ResponseOrder(ResponseKey.Received, false), 1, false), cancellationToken);
        if (found.Value?.Items is not [var filed])
        {
            return (null, found.Refusal ?? Refusal.NotFound("response"));
        }

        var response = await sender.Send(new GetResponse(call, responseId, (int)filed.Revision), cancellationToken);
        if (response.Value is not { } shown)
        {
            return (null, response.Refusal!);
        }

        var forms = (await sender.Send(new ListForms(call, filed.Instrument, []), cancellationToken)).Value!.Items;
        var people = await sender.Send(new FindPeople(call, PublicKind.Client, new PersonFilter([filed.ClientId], null), null, 1), cancellationToken);
        var text = ScoreReport.Of(call.Caller.Organization, receiver, filed, shown, forms.First(f => f.View.Version == filed.Version).View, people.Value?.Items is [var person] ? person.Identifiers : []);
        return (new WrittenReport(text, filed.Revision), null);
    }

    private static bool TakesHl7(HttpRequest request) =>
        request.Headers.Accept.Count == 0
        || (MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) && accepted.Any(a => a.Quality is null or > 0 && Given.Contains(a.MediaType.Value, StringComparer.OrdinalIgnoreCase)));

    private sealed record WrittenReport(string Text, long Revision);
}
