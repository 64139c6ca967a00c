using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Trends;
using MediatR;

namespace AllianceApi.Responses;

/// <summary>Takes a response out of what counts, with the reason. It stays readable, and its place is free again.</summary>
internal sealed record VoidResponse(Call Call, string ResponseId, string? Reason, Precondition? Precondition) : IRequest<Outcome<ResponseResource>>, ICall
{
    public Operation Operation => Operation.WriteResponse;

    public string Resource => $"/v1/responses/{ResponseId}";

    public static VoidResponse Read(Input input)
    {
        var inBody = input.Body!.Text("reason", longest: 1000);
        var inQuery = input.Query("reason");
        if (inQuery?.Length > 1000)
        {
            input.Faults.Add("?reason", "out-of-range", "The reason has at most 1000 characters.");
        }

        if (inBody is not null && inQuery is not null && inBody != inQuery)
        {
            input.Faults.Add("?reason", "duplicate-parameter", "The body gives another reason. Say it in one place.");
        }

        if (input.Body.Valid && string.IsNullOrWhiteSpace(inBody) && string.IsNullOrWhiteSpace(inQuery) && !input.Faults.All.Any(f => f.Pointer is "/reason" or "?reason"))
        {
            input.Faults.Add("/reason", "required", "Say why: as {\"reason\": \"...\"} in the body or as ?reason=.");
        }

        return new VoidResponse(input.Call, input.Path("responseId"), string.IsNullOrWhiteSpace(inBody) ? inQuery : inBody, input.Precondition);
    }
}

internal sealed class VoidResponseHandler(Database database, InstrumentRegistry instruments, SeriesUpdate series) : IRequestHandler<VoidResponse, Outcome<ResponseResource>>
{
    public Task<Outcome<ResponseResource>> Handle(VoidResponse request, CancellationToken cancellationToken) =>
        database.Write(request, session => Void(session, request), cancellationToken);

    private Outcome<ResponseResource> Void(Session session, VoidResponse request)
    {
        var caller = request.Call.Caller;
        var (change, refusal) = ResponseChange.Begin(session, instruments, request, request.ResponseId, request.Precondition);
        if (change is null)
        {
            return refusal!;
        }

        session.Reason = request.Reason;
        var voided = change.Stored with
        {
            Revision = change.Stored.Revision + 1,
            Status = "void",
            RecordedAt = session.Now,
            RecordedBy = caller.KeyId,
            Reason = request.Reason,
        };
        change.Supersede(session, "final");
        ResponseStore.Keep(session, caller.Organization, voided);
        session.Publish(caller.Organization, "response.voided", change.Episode.EpisodeId, change.Episode.ClinicianId, voided.Path);
        series.Of(session, request.Call, change.Episode, change.Document, change.Key);
        return Outcome<ResponseResource>.Ok(change.Show(session, voided), voided.Revision);
    }
}
