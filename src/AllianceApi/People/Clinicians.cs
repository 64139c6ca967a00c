using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.People;

/// <summary>A clinician: the therapist of episodes.</summary>
/// <param name="ClinicianId">The caller's id.</param>
/// <param name="Label">A short text for people; may be absent.</param>
/// <param name="CreatedAt">When it was entered.</param>
internal sealed record ClinicianResource(string ClinicianId, string? Label, DateTimeOffset CreatedAt);

/// <summary>Enters or changes a clinician.</summary>
internal sealed record PutClinician(Call Call, string ClinicianId, string? Label, Precondition? Precondition) : IRequest<Outcome<ClinicianResource>>, ICall
{
    public Operation Operation => Operation.WriteClinician;

    public string Resource => $"/v1/clinicians/{ClinicianId}";

    public static PutClinician Read(Input input) => new(input.Call, input.PathId("clinicianId"), input.Body!.Text("label"), input.Precondition);
}

internal sealed class PutClinicianHandler(Database database) : IRequestHandler<PutClinician, Outcome<ClinicianResource>>
{
    public Task<Outcome<ClinicianResource>> Handle(PutClinician request, CancellationToken cancellationToken) =>
        database.Write(request, session => Put(session, request), cancellationToken);

    private static Outcome<ClinicianResource> Put(Session session, PutClinician request)
    {
        var caller = request.Call.Caller;
        var stored = PeopleStore.FindClinician(session, caller, request.Operation, request.ClinicianId);
        if (stored is null)
        {
            if (Precondition.CheckAbsent(request.Precondition) is { } absent)
            {
                return absent;
            }

            PeopleStore.SaveClinician(session, caller.Organization, request.ClinicianId, request.Label, 1);
            return Outcome<ClinicianResource>.Created(new(request.ClinicianId, request.Label, session.At), request.Resource, 1);
        }

        var revision = stored.Revision;
        if (stored.Label != request.Label)
        {
            if (Precondition.Check(request.Precondition, revision) is { } refusal)
            {
                return refusal;
            }

            PeopleStore.SaveClinician(session, caller.Organization, request.ClinicianId, request.Label, ++revision);
        }

        return Outcome<ClinicianResource>.Ok(new(stored.Id, request.Label, Instant.FromStore(stored.CreatedAt)), revision);
    }
}

/// <summary>Reads one clinician.</summary>
internal sealed record GetClinician(Call Call, string ClinicianId) : IRequest<Outcome<ClinicianResource>>, ICall
{
    public Operation Operation => Operation.ReadClinician;

    public string Resource => $"/v1/clinicians/{ClinicianId}";

    public static GetClinician Read(Input input) => new(input.Call, input.PathId("clinicianId"));
}

internal sealed class GetClinicianHandler(Database database) : IRequestHandler<GetClinician, Outcome<ClinicianResource>>
{
    public Task<Outcome<ClinicianResource>> Handle(GetClinician request, CancellationToken cancellationToken) => database.Read(
        request,
        session => PeopleStore.FindClinician(session, request.Call.Caller, request.Operation, request.ClinicianId) is { } row
            ? Outcome<ClinicianResource>.Ok(new(row.Id, row.Label, Instant.FromStore(row.CreatedAt)), row.Revision)
            : Refusal.NotFound("clinician"),
        cancellationToken);
}

/// <summary>Lists the clinicians within the caller's sight.</summary>
internal sealed record ListClinicians(Call Call, PageRequest Page) : IRequest<Outcome<Page<ClinicianResource>>>, ICall
{
    public Operation Operation => Operation.ReadClinician;

    public string Resource => "/v1/clinicians";

    public static ListClinicians Read(Input input) => new(input.Call, input.Page());
}

internal sealed class ListCliniciansHandler(Database database) : IRequestHandler<ListClinicians, Outcome<Page<ClinicianResource>>>
{
    public Task<Outcome<Page<ClinicianResource>>> Handle(ListClinicians request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var rows = PeopleStore.ListClinicians(session, request.Call.Caller, request.Page.After, request.Page.Limit + 1);
            return request.Page.Of(
                [.. rows.Select(r => new ClinicianResource(r.Id, r.Label, Instant.FromStore(r.CreatedAt)))], r => r.ClinicianId, request.Call.Caller.Organization);
        },
        cancellationToken);
}
