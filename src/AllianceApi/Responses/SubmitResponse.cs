using System.Text;
using Alliance.Measurement.Scoring;
using AllianceApi.Access;
using AllianceApi.Alerts;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Trends;
using MediatR;

namespace AllianceApi.Responses;

/// <summary>Takes one rater's answers for one session: exactly once, whatever is sent again.</summary>
internal sealed record SubmitResponse(Call Call, string EpisodeId, Submission Submission) : IRequest<Outcome<ResponseResource>>, ICall, IJudgedByDefinition
{
    public Faults Faults { get; init; } = new();

    public Operation Operation => Operation.WriteResponse;

    public string Resource => $"/v1/episodes/{EpisodeId}/responses";

    public static SubmitResponse Read(Input input) => new(input.Call, input.PathId("episodeId"), Submission.Read(input.Body!)) { Faults = input.Faults };
}

internal sealed class SubmitResponseHandler(Database database, InstrumentRegistry instruments, SeriesUpdate series) : IRequestHandler<SubmitResponse, Outcome<ResponseResource>>
{
    public Task<Outcome<ResponseResource>> Handle(SubmitResponse request, CancellationToken cancellationToken) =>
        request.Faults.Any
            ? database.Read(request, session => (Outcome<ResponseResource>)Judge(session, request).Refusal!, cancellationToken)
            : database.Write(request, session => Submit(session, request), cancellationToken);

    // All that can be said from the request and the definition alone, whether or not the episode is in sight.
    private (InstrumentDocument? Document, Answers? Answers, Refusal? Refusal) Judge(Session session, SubmitResponse request)
    {
        var (submission, faults) = (request.Submission, request.Faults.Copy());
        var document = submission.Instrument is { } reference ? instruments.Find(session, request.Call.Caller.Organization, reference) : null;
        if (document is null && submission.Instrument is not null)
        {
            faults.Add("/instrument", "unknown-instrument", "There is no such instrument. GET /v1/instruments lists them.");
        }

        var answers = document is null || submission.Answers is null ? null : FormAnswers.Check(document.Instrument, submission.Rater, submission.Answers, faults);
        return faults.Any ? (null, null, Refusal.Invalid(faults.All)) : (document, answers, null);
    }

    private Outcome<ResponseResource> Submit(Session session, SubmitResponse request)
    {
        var (caller, submission) = (request.Call.Caller, request.Submission);
        var (document, answers, refusal) = Judge(session, request);
        if (document is null || answers is null)
        {
            return refusal!;
        }

        if (EpisodeStore.Find(session, caller, request.Operation, request.EpisodeId) is not { } episode)
        {
            return Refusal.NotFound("episode");
        }

        session.ClientId = episode.ClientId;
        var score = ResponseScore.Of(document.Instrument, answers, submission.DurationSeconds);
        return score.CanBeScored
            ? File(session, request, episode, document, answers, score)
            : new Refusal(ProblemType.NothingToScore, "Too few items are answered for any scale of this instrument.");
    }

    private Outcome<ResponseResource> File(Session session, SubmitResponse request, EpisodeRow episode, InstrumentDocument document, Answers answers, ResponseScore score)
    {
        var organization = request.Call.Caller.Organization;
        var filed = SessionFiling.File(session, organization, episode.EpisodeId, request.Submission.Session!);
        if (filed.Session is not { } held)
        {
            return filed.Refusal!;
        }

        var key = new SeriesKey(episode.EpisodeId, document.Instrument.Id, document.Instrument.Version, request.Submission.Rater!);
        var stored = ResponseStore.FindByKey(session, organization, key.EpisodeId, key.Instrument, key.Version, key.Rater, held.Number);
        if (stored is not null)
        {
            return Again(session, organization, stored, held, document, answers, key);
        }

        var row = Row(session, request, key, held, answers, score);
        ResponseStore.Insert(session, organization, row);
        session.Publish(organization, "response.created", episode.EpisodeId, episode.ClinicianId, row.Path);
        if (filed.OthersMoved)
        {
            series.OfEpisode(session, request.Call, episode, key);
        }
        else
        {
            series.Of(session, request.Call, episode, document, key);
        }

        var resource = ResponseResource.Of(row, held, document, AlertReferences.Of(session, organization, key));
        return Outcome<ResponseResource>.Created(resource, row.Path, row.Revision);
    }

    private static Outcome<ResponseResource> Again(Session session, string organization, ResponseRow stored, SessionRow held, InstrumentDocument document, Answers answers, SeriesKey key)
    {
        if (!answers.Equals(Answers.Decode(document.Instrument.Items, Encoding.UTF8.GetString(stored.Answers))))
        {
            return new Refusal(ProblemType.ResponseExists, $"Session {held.Number} has a response with other answers: {stored.ResponseId}. Amend it with PUT {stored.Path}.") { Existing = stored.Path };
        }

        return Outcome<ResponseResource>.Ok(ResponseResource.Of(stored, held, document, AlertReferences.Of(session, organization, key)), stored.Revision);
    }

    private static ResponseRow Row(Session session, SubmitResponse request, SeriesKey key, SessionRow held, Answers answers, ResponseScore score) => new()
    {
        ResponseId = session.NewId(),
        EpisodeId = key.EpisodeId,
        Instrument = key.Instrument,
        Version = key.Version,
        Rater = key.Rater,
        Number = held.Number,
        Revision = 1,
        Answers = Encoding.UTF8.GetBytes(answers.Encode()),
        Means = ResponseRow.Pack(score),
        Flags = SeriesMember.Pack(score),
        DurationSeconds = request.Submission.DurationSeconds,
        Setting = request.Submission.Setting,
        CompletedAt = request.Submission.CompletedAt?.ToStore(),
        ReceivedAt = session.Now,
        RecordedAt = session.Now,
        RecordedBy = request.Call.Caller.KeyId,
    };
}
