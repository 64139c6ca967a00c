using AllianceApi.Access;
using AllianceApi.Alerts;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses.Filing;
using AllianceApi.Responses.Foreign;
using AllianceApi.Storage;
using AllianceApi.Trends;
using AllianceApi.Visibility;
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

    /// <summary>What the submission amounts to, where that is known already.</summary>
    public Assessment? Assessment { get; init; }

    public static SubmitResponse Read(Input input) => new(input.Call, input.PathId("episodeId"), Submission.Read(input.Body!)) { Faults = input.Faults };

    /// <summary>The same from the bytes of a body of the usual shape; null where they have to be read member by member.</summary>
    public static SubmitResponse? ReadPlainly(Input input, ReadOnlySpan<byte> body) => PlainSubmission.Read(body) is { } plain
        ? new SubmitResponse(input.Call, input.PathId("episodeId"), plain.Submission) { Faults = input.Faults, Assessment = plain.Assessment }
        : null;
}

internal sealed class SubmitResponseHandler(Database database, InstrumentRegistry instruments, SeriesUpdate series) : IRequestHandler<SubmitResponse, Outcome<ResponseResource>>
{
    public Task<Outcome<ResponseResource>> Handle(SubmitResponse request, CancellationToken cancellationToken) =>
        request.Faults.Any
            ? database.Read(request, session => (Outcome<ResponseResource>)Assess(session, request).Refusal!, cancellationToken)
            : Submit(request, cancellationToken);

    // What comes with the service is known without the store, so a form of it is assessed before its turn to write comes.
    private Task<Outcome<ResponseResource>> Submit(SubmitResponse request, CancellationToken cancellationToken)
    {
        if (request.Assessment is { } known)
        {
            return database.Write(request, session => Submit(session, request, (known, null)), cancellationToken);
        }

        var shipped = request.Submission.Instrument is { } reference ? InstrumentRegistry.Shipped(reference) : null;
        var assessed = shipped is null ? default : Assessment.Of(shipped, request.Submission, request.Faults);
        return database.Write(request, session => Submit(session, request, shipped is null ? Assess(session, request) : assessed), cancellationToken);
    }

    // All that can be said from the request and the definition alone, whether or not the episode is in sight.
    private (Assessment? Assessment, Refusal? Refusal) Assess(Session session, SubmitResponse request) => Assessment.Of(
        request.Submission.Instrument is { } reference ? instruments.Find(session, request.Call.Caller.Organization, reference) : null, request.Submission, request.Faults);

    private Outcome<ResponseResource> Submit(Session session, SubmitResponse request, (Assessment? Assessment, Refusal? Refusal) assessed)
    {
        var (caller, submission) = (request.Call.Caller, request.Submission);
        var (assessment, refusal) = assessed;
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
            return taken ?? Show(session, caller, episode, before!, assessment);
        }

        var stored = FiledEpisode.Of(session, caller.Organization, episode.EpisodeId);
        var known = new StoredResponses(session, caller.Organization, episode.EpisodeId, stored);
        return ResponseFiling.Decide(known, episode.EpisodeId, submission, assessment, session.Now) switch
        {
            Filed.New made => Save(session, request, episode, assessment, made, stored),
            Filed.Again again => Again(session, request, episode, assessment, again),
            var filed => ((Filed.Refused)filed).Refusal,
        };
    }

    private Outcome<ResponseResource> Save(Session session, SubmitResponse request, EpisodeRow episode, Assessment assessment, Filed.New made, FiledEpisode filed)
    {
        var organization = request.Call.Caller.Organization;
        if (!made.Session.OthersMoved)
        {
            filed.BeginFiling();
        }

        SessionFiling.Save(session, organization, episode.EpisodeId, made.Session);
        var sight = EpisodeSight.Of(session, request.Call.Caller, episode);
        var row = made.Recorded(session.NewId(), episode.ClientId, session.Now, request.Call.Caller.KeyId, VisibilityStore.Keep(session, organization, sight.Policy));
        ResponseStore.Insert(session, organization, row);
        ForeignSubmission.Keep(session, organization, request.Foreign, row.ResponseId, row.Revision);
        var (key, path) = (made.Key, row.Path);
        session.Publish(organization, "response.created", episode.EpisodeId, episode.ClinicianId, path);
        IReadOnlyList<AlertReference> alerts;
        if (made.Session.OthersMoved)
        {
            series.OfEpisode(session, request.Call, episode, key);
            alerts = AlertReferences.Of(session, organization, key, sight);
        }
        else
        {
            series.Of(session, request.Call, episode, assessment.Document, key, row.ToForm(made.Session.Session!), filed);
            filed.Filed(key, made.Session.Session!, new Promise(row.Promise));
            alerts = AlertReferences.Of(filed, key, sight);
            filed.EndFiling();
        }

        var (answers, score) = assessment.Detail!.Value;
        var resource = ResponseResource.Of(row, made.Session.Session!, answers, score, alerts).At(row.SeenBy(sight));
        return Outcome<ResponseResource>.Created(resource, path, row.Revision);
    }

    private Outcome<ResponseResource> Again(Session session, SubmitResponse request, EpisodeRow episode, Assessment assessment, Filed.Again again)
    {
        var organization = request.Call.Caller.Organization;
        SessionFiling.Save(session, organization, request.EpisodeId, again.Session);
        ForeignSubmission.Keep(session, organization, request.Foreign, again.Stored.ResponseId, again.Stored.Revision);
        if (again.Session.OthersMoved)
        {
            series.OfEpisode(session, request.Call, episode);
        }

        var sight = EpisodeSight.Of(session, request.Call.Caller, episode);
        var alerts = AlertReferences.Of(session, organization, again.Stored.Key, sight);
        var resource = ResponseResource.Of(again.Stored, again.Session.Session, assessment.Document, alerts).At(again.Stored.SeenBy(sight));
        return Outcome<ResponseResource>.Ok(resource, again.Stored.Revision);
    }

    // It may have been moved to another episode or amended since.
    private Outcome<ResponseResource> Show(Session session, Caller caller, EpisodeRow episode, ResponseRow stored, Assessment assessment)
    {
        var document = stored.Version == assessment.Document.Instrument.Version && stored.Instrument == assessment.Document.Instrument.Id
            ? assessment.Document
            : instruments.Find(session, caller.Organization, stored.Instrument, stored.Version)!;
        var filed = stored.EpisodeId == episode.EpisodeId ? episode : EpisodeStore.Find(session, caller, Operation.WriteResponse, stored.EpisodeId)!;
        var held = SessionStore.Find(session, caller.Organization, stored.EpisodeId, (int)stored.Number);
        var sight = EpisodeSight.Of(session, caller, filed);
        var alerts = AlertReferences.Of(session, caller.Organization, stored.Key, sight);
        return Outcome<ResponseResource>.Ok(ResponseResource.Of(stored, held, document, alerts).At(stored.SeenBy(sight)), stored.Revision);
    }
}
