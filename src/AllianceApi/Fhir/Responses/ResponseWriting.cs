using AllianceApi.Fhir.Search;
using AllianceApi.Hosting;
using AllianceApi.Responses;
using AllianceApi.Responses.Foreign;
using AllianceApi.Responses.Search;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.Responses;

/// <summary>Takes filled forms, corrects them, takes them out of what counts, and says what is wrong with one.</summary>
internal static class ResponseWriting
{
    private const string UsualReason = "Corrected over FHIR.";
    private const string UsualVoidReason = "Entered in error, said over FHIR.";

    public static async Task<FhirAnswer> Create(FhirRequest request)
    {
        var context = request.Context;
        var (unless, answer) = await Condition(request);
        if (answer is not null)
        {
            return answer;
        }

        var (read, issues) = await SubmissionReading.Read(context, request.Sent<QuestionnaireResponse>()!);
        if (read is null)
        {
            return FhirAnswer.Refused(422, issues);
        }

        var foreign = new ForeignFiling(read.Note with { Identifier = read.Note.Identifier ?? unless }, unless);
        var filed = await context.Send(new SubmitResponse(context.Call, read.EpisodeId, read.Submission) { Foreign = foreign });
        if (filed.Refusal is { } refusal)
        {
            return Refused(refusal);
        }

        return await ResponseView.Load(context, filed.Value!.Id) is { } shown
            ? FhirAnswer.At(context, ResponseView.Of(context, shown), filed.Status) with { Issues = issues }
            : FhirAnswer.NotFound(request.Type);
    }

    public static async Task<FhirAnswer> Update(FhirRequest request)
    {
        var (context, sent) = (request.Context, request.Sent<QuestionnaireResponse>()!);
        if (sent.Id is not null && sent.Id != request.Id)
        {
            return FhirAnswer.Refused(400, FhirIssue.Error(IssueType.Invalid, "The id of the resource is not that of the path.", "QuestionnaireResponse.id"));
        }

        if (await ResponseView.Load(context, request.Id!) is not { } stored)
        {
            return FhirAnswer.NotFound(request.Type);
        }

        if (Precondition.Check(request.Precondition, stored.Filed.Revision) is { } stale)
        {
            return FhirAnswer.Refused(stale);
        }

        if (sent.Status == QuestionnaireResponse.QuestionnaireResponseStatus.EnteredInError)
        {
            return await Changed(context, await context.Send(new VoidResponse(context.Call, request.Id!, Reason(context, sent) ?? UsualVoidReason, request.Precondition)));
        }

        var (read, issues) = await SubmissionReading.Read(context, sent);
        if (read is null)
        {
            return FhirAnswer.Refused(422, issues);
        }

        return Moved(read, stored) is { } moved ? FhirAnswer.Refused(422, moved) : await Amend(request, stored, read);
    }

    public static async Task<FhirAnswer> Validate(FhirRequest request)
    {
        var sent = Inside(request.Body, "resource");
        if (sent is null)
        {
            return FhirAnswer.Refused(400, FhirIssue.Error(IssueType.Required, "Send a QuestionnaireResponse, or Parameters with one as resource.", request.Type));
        }

        // Whatever it is to be checked for, all of it is checked.
        if (!request.IsLenient && request.Query.FirstOrDefault(p => p.Key is not ("mode" or "profile" or "_format" or "_pretty")) is { Key: not null })
        {
            return FhirAnswer.Refused(400, FhirIssue.Error(IssueType.NotSupported, "This operation takes mode, profile and _format only.", "http.url"));
        }

        var (_, issues) = await SubmissionReading.Read(request.Context, sent);
        var outcome = issues.Count > 0 ? FhirIssue.Outcome(issues) : FhirIssue.AllWell("The response can be taken as it is.");
        return new FhirAnswer(StatusCodes.Status200OK) { Resource = outcome };
    }

    /// <summary>The response that is sent by itself or as a parameter of an operation.</summary>
    public static QuestionnaireResponse? Inside(Resource? sent, string parameter) =>
        sent as QuestionnaireResponse ?? (sent as Parameters)?.Parameter.Find(p => p.Name == parameter)?.Resource as QuestionnaireResponse;

    private static async Task<FhirAnswer> Amend(FhirRequest request, ShownResponse stored, ReadSubmission read)
    {
        var context = request.Context;
        var answers = read.Submission.Answers!;
        var same = answers.Count == stored.Response.Answers.Count && answers.All(a => stored.Response.Answers.TryGetValue(a.Key, out var before) && before.Equals(a.Value));
        if (same && !stored.IsVoid)
        {
            return FhirAnswer.At(context, ResponseView.Of(context, stored), StatusCodes.Status200OK);
        }

        var note = read.Note with { Identifier = read.Note.Identifier ?? stored.Filed.Note.Identifier, Visit = read.Note.Visit ?? stored.Filed.Note.Visit, Author = read.Note.Author ?? stored.Filed.Note.Author };
        var amend = new AmendResponse(context.Call, request.Id!, answers, Reason(context, request.Sent<QuestionnaireResponse>()!) ?? UsualReason, request.Precondition) { Foreign = new ForeignFiling(note, null) };
        return await Changed(context, await context.Send(amend));
    }

    private static async Task<FhirAnswer> Changed(FhirContext context, Outcome<ResponseResource> outcome) =>
        outcome.Refusal is { } refusal ? Refused(refusal)
        : await ResponseView.Load(context, outcome.Value!.Id) is { } shown ? FhirAnswer.At(context, ResponseView.Of(context, shown), StatusCodes.Status200OK)
        : FhirAnswer.NotFound("QuestionnaireResponse");

    // What was judged here already and is still refused breaks a rule of ours.
    private static FhirAnswer Refused(Refusal refusal) =>
        refusal.Type == ProblemType.InvalidRequest ? FhirAnswer.Refused(422, FhirIssue.Of(refusal)) : FhirAnswer.Refused(refusal);

    private static FhirIssue? Moved(ReadSubmission read, ShownResponse stored)
    {
        var filed = stored.Filed;
        var place = read.EpisodeId != filed.EpisodeId || (read.Submission.Session!.Number is { } number && number != filed.Number) ? "encounter"
            : read.Submission.Instrument != $"{filed.Instrument}@{filed.Version}" ? "questionnaire"
            : read.Submission.Rater != filed.Rater ? "source"
            : null;
        return place is null ? null : FhirIssue.Error(IssueType.BusinessRule, "An update corrects answers. What is about another session, form or person is another response.", $"QuestionnaireResponse.{place}");
    }

    private static string? Reason(FhirContext context, QuestionnaireResponse sent) =>
        (sent.Extension.Find(e => e.Url == Codes.Extension(context, "alliance-reason"))?.Value as FhirString)?.Value is { Length: > 0 and <= 1000 } reason ? reason : null;

    // What If-None-Exist names: the answer where it exists, else the identifier that the new response must be the first to have.
    private static async Task<(ForeignIdentifier? Unless, FhirAnswer? Answer)> Condition(FhirRequest request)
    {
        if (request.IfNoneExist is not { } condition)
        {
            return (null, null);
        }

        if (SearchQuery.Pairs(condition.TrimStart('?')) is not [{ Key: "identifier" } only] || SearchText.Token(only.Value) is not { Code: { } code } token)
        {
            return (null, FhirAnswer.Refused(400, FhirIssue.Error(IssueType.NotSupported, "If-None-Exist takes one identifier: identifier=system|value.", "http.If-None-Exist")));
        }

        var context = request.Context;
        var criteria = new ResponseCriteria { Identifiers = [(token.System, code)] };
        var found = await context.Send(new FindResponses(context.Call, criteria, new ResponseOrder(ResponseKey.Received, false), 2, false));
        if (found.Refusal is { } refusal)
        {
            return (null, FhirAnswer.Refused(refusal));
        }

        switch (found.Value!.Items)
        {
            case []:
                return (new ForeignIdentifier(token.System ?? "", code), null);
            case [var filed]:
                return (null, await ResponseView.Load(context, filed) is { } shown ? FhirAnswer.At(context, ResponseView.Of(context, shown), StatusCodes.Status200OK) : FhirAnswer.NotFound(request.Type));
            default:
                return (null, FhirAnswer.Refused(412, FhirIssue.Error(IssueType.MultipleMatches, "If-None-Exist names more than one. Name the system of the identifier, too.")));
        }
    }
}
