using AllianceApi.Access;
using AllianceApi.Alerts;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses.Filing;
using AllianceApi.Responses.Foreign;
using AllianceApi.Storage;
using AllianceApi.Trends;
using MediatR;

namespace AllianceApi.Responses;

/// <summary>Takes one rater's answers for one session: exactly once, whatever is sent again.</summary>
internal sealed record SubmitResponse(Call Call, string EpisodeId, Submission Submission) : IRequest<Outcome<ResponseResource>>, ICall, IJudgedByDefinition
{
    public Faults Faults { get; init; } = new();

    /// <summary>What another system brings along; null where the submission is our callers' own.</summary>
    public ForeignFiling? Foreign { get; init; }

    public Operation Operation => Operation.WriteResponse;

    public string Resource => $"/v1/episodes/{EpisodeId}/responses";

    public static SubmitResponse Read(Input input) => new(input.Call, input.PathId("episodeId"), Submission.Read(input.Body!)) { Faults = input.Faults };
}

internal sealed class SubmitResponseHandler(Database database, InstrumentRegistry instruments, SeriesUpdate series) : IRequestHandler<SubmitResponse, Outcome<ResponseResource>>
{
    public Task<Outcome<ResponseResource>> Handle(SubmitResponse request, CancellationToken cancellationToken) =>
        request.Faults.Any
            ? database.Read(request, session => (Outcome<ResponseResource>)Assess(session, request).Refusal!, cancellationToken)
            : database.Write(request, session => Submit(session, request), cancellationToken);

    // All that can be said from the request and the definition alone, whether or not the episode is in sight.
    private (Assessment? Assessment, Refusal? Refusal) Assess(Session session, SubmitResponse request) => Assessment.Of(
        request.Submission.Instrument is { } reference ? instruments.Find(session, request.Call.Caller.Organization, reference) : null, request.Submission, request.Faults);

    private Outcome<ResponseResource> Submit(Session session, SubmitResponse request)
    {
        var (caller, submission) = (request.Call.Caller, request.Submission);
        var (assessment, refusal) = Assess(session, request);
        if (assessment is null)
        {
            return refusal!;
        }

        if (EpisodeStore.Find(session, caller, request.Operation, request.EpisodeId) is not { } episode)
        {
            return Refusal.NotFound("episode");
        }

        session.ClientId = episode.ClientId;
        var (before, taken) = ForeignSubmission.Find(session, caller, request.Foreign, episode.EpisodeId, assessment, submission.Rater!);
        if (taken is not null || before is not null)
        {
            return taken ?? Show(session, caller.Organization, before!, assessment);
        }

        var known = new StoredResponses(session, caller.Organization, episode.EpisodeId);
        return ResponseFiling.Decide(known, episode.EpisodeId, submission, assessment, session.Now) switch
        {
            Filed.New made => Save(session, request, episode, assessment, made),
            Filed.Again again => Again(session, request, episode, assessment, again),
            var filed => ((Filed.Refused)filed).Refusal,
        };
    }

    private Outcome<ResponseResource> Save(Session session, SubmitResponse request, EpisodeRow episode, Assessment assessment, Filed.New made)
    {
        var organization = request.Call.Caller.Organization;
        SessionFiling.Save(session, organization, episode.EpisodeId, made.Session);
        var row = made.Row.Recorded(session.NewId(), session.Now, request.Call.Caller.KeyId);
        ResponseStore.Insert(session, organization, row);
        if (ForeignSubmission.Keep(session, organization, request.Foreign, row.ResponseId, row.Revision) is { } taken)
        {
            return taken;
        }

        session.Publish(organization, "response.created", episode.EpisodeId, episode.ClinicianId, row.Path);
        var key = assessment.Key(episode.EpisodeId, row.Rater);
        if (made.Session.OthersMoved)
        {
            series.OfEpisode(session, request.Call, episode, key);
        }
        else
        {
            series.Of(session, request.Call, episode, assessment.Document, key);
        }

        var resource = ResponseResource.Of(row, made.Session.Session, assessment.Document, AlertReferences.Of(session, organization, key));
        return Outcome<ResponseResource>.Created(resource, row.Path, row.Revision);
    }

    private Outcome<ResponseResource> Again(Session session, SubmitResponse request, EpisodeRow episode, Assessment assessment, Filed.Again again)
    {
        var organization = request.Call.Caller.Organization;
        SessionFiling.Save(session, organization, request.EpisodeId, again.Session);
        if (ForeignSubmission.Keep(session, organization, request.Foreign, again.Stored.ResponseId, again.Stored.Revision) is { } taken)
        {
            return taken;
        }

        if (again.Session.OthersMoved)
        {
            series.OfEpisode(session, request.Call, episode);
        }

        var alerts = AlertReferences.Of(session, organization, assessment.Key(request.EpisodeId, again.Stored.Rater));
        return Outcome<ResponseResource>.Ok(ResponseResource.Of(again.Stored, again.Session.Session, assessment.Document, alerts), again.Stored.Revision);
    }

    // It may have been moved to another episode or amended since.
    private Outcome<ResponseResource> Show(Session session, string organization, ResponseRow stored, Assessment assessment)
    {
        var document = stored.Version == assessment.Document.Instrument.Version && stored.Instrument == assessment.Document.Instrument.Id
            ? assessment.Document
            : instruments.Find(session, organization, stored.Instrument, stored.Version)!;
        var held = SessionStore.Find(session, organization, stored.EpisodeId, (int)stored.Number);
        return Outcome<ResponseResource>.Ok(ResponseResource.Of(stored, held, document, AlertReferences.Of(session, organization, stored.Key)), stored.Revision);
    }
}
