using Alliance.Measurement.Scoring;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses.Foreign;
using AllianceApi.Storage;
using AllianceApi.Trends;
using MediatR;

namespace AllianceApi.Responses;

/// <summary>Corrects the answers of a response: a new revision, with the reason.</summary>
internal sealed record AmendResponse(Call Call, string ResponseId, IReadOnlyDictionary<string, double>? Answers, string? Reason, Precondition? Precondition)
    : IRequest<Outcome<ResponseResource>>, ICall, IJudgedByDefinition
{
    public Faults Faults { get; init; } = new();

    /// <summary>What another system brings along; null where the amendment is our callers' own.</summary>
    public ForeignFiling? Foreign { get; init; }

    public Operation Operation => Operation.WriteResponse;

    public string Resource => $"/v1/responses/{ResponseId}";

    public static AmendResponse Read(Input input) => new(
        input.Call, input.Path("responseId"), Submission.ReadAnswers(input.Body!), input.Body!.Text("reason", required: true, longest: 1000), input.Precondition)
    {
        Faults = input.Faults,
    };
}

internal sealed class AmendResponseHandler(Database database, InstrumentRegistry instruments, SeriesUpdate series) : IRequestHandler<AmendResponse, Outcome<ResponseResource>>
{
    public Task<Outcome<ResponseResource>> Handle(AmendResponse request, CancellationToken cancellationToken) =>
        request.Faults.Any
            ? database.Read(request, session => Judge(session, request), cancellationToken)
            : database.Write(request, session => Amend(session, request), cancellationToken);

    // What is wrong already, and with a response in sight what its form adds.
    private Outcome<ResponseResource> Judge(Session session, AmendResponse request)
    {
        var (caller, faults) = (request.Call.Caller, request.Faults.Copy());
        if (request.Answers is { } answers
            && ResponseStore.Find(session, caller, request.Operation, request.ResponseId) is { } stored
            && instruments.Find(session, caller.Organization, stored.Instrument, stored.Version) is { } document)
        {
            FormAnswers.Check(document.Instrument, answers, faults);
        }

        return Refusal.Invalid(faults.All);
    }

    private Outcome<ResponseResource> Amend(Session session, AmendResponse request)
    {
        var caller = request.Call.Caller;
        var (change, refusal) = ResponseChange.Begin(session, instruments, request, request.ResponseId, request.Precondition);
        if (change is null)
        {
            return refusal!;
        }

        var faults = new Faults();
        if (FormAnswers.Check(change.Document.Instrument, request.Answers!, faults) is not { } answers)
        {
            return Refusal.Invalid(faults.All);
        }

        var score = ResponseScore.Of(change.Document.Instrument, answers, change.Stored.DurationSeconds);
        if (!score.CanBeScored)
        {
            return new Refusal(ProblemType.NothingToScore, "Too few items would be answered for any scale. The stored revision stays.");
        }

        if (ForeignSubmission.Taken(session, caller.Organization, request.Foreign, request.ResponseId) is { } taken)
        {
            return taken;
        }

        session.Reason = request.Reason;
        var amended = change.Stored with
        {
            Revision = change.Stored.Revision + 1,
            Answers = answers.EncodeToUtf8(),
            Means = ResponseRow.Pack(score),
            Flags = SeriesMember.Pack(score),
            RecordedAt = session.Now,
            RecordedBy = caller.KeyId,
            Reason = request.Reason,
        };
        change.Supersede(session, "final");
        ResponseStore.Insert(session, caller.Organization, amended);
        ForeignSubmission.Keep(session, caller.Organization, request.Foreign, amended.ResponseId, amended.Revision);
        session.Publish(caller.Organization, "response.amended", change.Episode.EpisodeId, change.Episode.ClinicianId, amended.Path);
        series.Of(session, request.Call, change.Episode, change.Document, change.Key);
        return Outcome<ResponseResource>.Ok(change.Show(session, amended), amended.Revision);
    }
}
