using AllianceApi.Fhir.Scores;
using AllianceApi.Hosting;
using AllianceApi.Responses;
using AllianceApi.Responses.Search;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.Responses;

/// <summary>SDC's extraction, by observation: the scores that follow from a response, as a bundle. Nothing is stored by it.</summary>
internal static class Extraction
{
    public static async Task<FhirAnswer> OfStored(FhirRequest request) => await ResponseView.Load(request.Context, request.Id!) is { } shown
        ? Bundled(request.Context, ObservationView.Of(request.Context, shown), [])
        : FhirAnswer.NotFound(request.Type);

    public static async Task<FhirAnswer> OfSent(FhirRequest request)
    {
        var context = request.Context;
        if (ResponseWriting.Inside(request.Body, "questionnaire-response") is not { } sent)
        {
            return FhirAnswer.Refused(400, FhirIssue.Error(IssueType.Required, "Send a QuestionnaireResponse, or Parameters with one as questionnaire-response."));
        }

        var (read, issues) = await SubmissionReading.Read(context, sent);
        if (read is null)
        {
            return FhirAnswer.Refused(422, issues);
        }

        var shown = await Imagined(context, read);
        var observations = ObservationView.Of(context, shown);
        foreach (var observation in observations)
        {
            // It is derived from what was sent, which has no place here.
            observation.DerivedFrom = sent.Identifier is null ? [] : [new ResourceReference { Type = "QuestionnaireResponse", Identifier = sent.Identifier }];
            observation.Encounter = sent.Encounter;
        }

        return Bundled(context, observations, issues);
    }

    // As it would be filed now.
    private static async Task<ShownResponse> Imagined(FhirContext context, ReadSubmission read)
    {
        var submission = read.Submission;
        var reference = submission.Instrument!.Split('@', 2);
        var form = (await context.Form(reference[0], reference[1]))!;
        var episode = (await context.Send(new Episodes.GetEpisode(context.Call, read.EpisodeId))).Value!;
        var now = context.Now.Truncated();
        var authored = submission.CompletedAt ?? now;
        var id = Guid.CreateVersion7(now).ToString();
        var filed = new FiledResponse
        {
            ResponseId = id,
            Revision = 1,
            EpisodeId = read.EpisodeId,
            ClientId = episode.ClientId,
            ClinicianId = episode.ClinicianId,
            Instrument = reference[0],
            Version = reference[1],
            Rater = submission.Rater!,
            Number = submission.Session?.Number ?? 0,
            AuthoredAt = authored.ToStore(),
            RecordedAt = now.ToStore(),
            Note = read.Note,
        };
        var scores = FormReading.Score(form.View, submission.Answers!).Scales.Select(ScoreResource.Of).ToList();
        var response = new ResponseResource(
            id, read.EpisodeId, new ResponseSession((int)filed.Number, null, null), reference[0], reference[1], filed.Rater, 1, "final", submission.Answers!, scores,
            new QualityResource([], submission.Answers!.Count, null), [], authored, now, null, null, null);
        return new ShownResponse(filed, response, form);
    }

    private static FhirAnswer Bundled(FhirContext context, IReadOnlyList<Observation> observations, IReadOnlyList<FhirIssue> issues)
    {
        var bundle = new Bundle { Type = Bundle.BundleType.Transaction };
        foreach (var observation in observations)
        {
            bundle.Entry.Add(new Bundle.EntryComponent
            {
                FullUrl = $"{context.Base}/Observation/{observation.Id}",
                Resource = observation,
                Request = new Bundle.RequestComponent { Method = Bundle.HTTPVerb.PUT, Url = $"Observation/{observation.Id}" },
            });
        }

        if (issues.Count == 0)
        {
            return new FhirAnswer(StatusCodes.Status200OK) { Resource = bundle };
        }

        var both = new Parameters { Parameter = [Part("return", bundle), Part("issues", FhirIssue.Outcome(issues))] };
        return new FhirAnswer(StatusCodes.Status200OK) { Resource = both };

        static Parameters.ParameterComponent Part(string name, Resource resource) => new() { Name = name, Resource = resource };
    }
}
