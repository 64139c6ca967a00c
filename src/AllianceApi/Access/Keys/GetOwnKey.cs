using System.Collections.Immutable;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access.Keys;

/// <summary>The credential that a request was sent with, so that a page knows what to offer.</summary>
/// <param name="Id">Id of the key.</param>
/// <param name="Name">Name that its maker gave it.</param>
/// <param name="Role">admin, integration, clinician, supervisor or auditor.</param>
/// <param name="Organization">The organization that it belongs to.</param>
/// <param name="ClinicianId">The clinician that a clinician's key is bound to.</param>
/// <param name="Supervises">The clinicians that a supervisor's key is bound to.</param>
internal sealed record OwnKeyResource(string Id, string Name, string Role, string Organization, string? ClinicianId, IReadOnlyList<string>? Supervises)
{
    public static OwnKeyResource Of(Caller caller) =>
        new(caller.KeyId, caller.Name, caller.Role.Name(), caller.Organization, caller.ClinicianId, caller.Role == Access.Role.Supervisor ? caller.Supervises : (ImmutableArray<string>?)null);
}

/// <summary>Reads who the caller is.</summary>
internal sealed record GetOwnKey(Call Call) : IRequest<Outcome<OwnKeyResource>>, ICall
{
    public Operation Operation => Operation.ReadOwnKey;

    public string Resource => "/v1/me";

    public static GetOwnKey Read(Input input) => new(input.Call);
}

internal sealed class GetOwnKeyHandler(Database database) : IRequestHandler<GetOwnKey, Outcome<OwnKeyResource>>
{
    public Task<Outcome<OwnKeyResource>> Handle(GetOwnKey request, CancellationToken cancellationToken) =>
        database.Read(request, _ => Outcome<OwnKeyResource>.Ok(OwnKeyResource.Of(request.Call.Caller), 1), cancellationToken);
}
