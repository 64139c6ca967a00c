using System.Text.Json;
using AllianceApi.Access.Organizations;
using AllianceApi.Hosting;
using AllianceApi.People;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access.Keys;

/// <summary>Makes an API key.</summary>
internal sealed record MakeKey(Call Call, string? Name, Role Role, string? ClinicianId, IReadOnlyList<string>? Supervises, string? Organization, DateTimeOffset? ExpiresAt)
    : IRequest<Outcome<NewKeyResource>>, ICall
{
    public Operation Operation => Operation.ManageKeys;

    public string Resource => "/v1/keys";

    public static MakeKey Read(Input input)
    {
        var body = input.Body!;
        var name = body.Text("name", required: true);
        var role = body.OneOf("role", Roles.Names, required: true);
        var clinicianId = body.Id("clinicianId", required: role == "clinician");
        var supervises = ReadSupervises(body, role);
        if (role is not null and not "clinician" && clinicianId is not null)
        {
            body.Faults.Add(body.At("clinicianId"), "not-allowed", "Only a clinician's key is bound to a clinician.");
        }

        var organization = body.Id("organization");
        var expiresAt = body.Instant("expiresAt");
        return new MakeKey(input.Call, name, role is null ? Role.Auditor : Roles.Parse(role), clinicianId, supervises, organization, expiresAt);
    }

    private static List<string>? ReadSupervises(Members body, string? role)
    {
        var elements = body.Array("supervises", required: role == "supervisor");
        if (elements is null)
        {
            return null;
        }

        if (role is not null and not "supervisor")
        {
            body.Faults.Add(body.At("supervises"), "not-allowed", "Only a supervisor's key is bound to a list of clinicians.");
        }

        var ids = new List<string>();
        for (var i = 0; i < elements.Count; i++)
        {
            var id = JsonText.Of(elements[i]) ?? "";
            if (!ExternalId.Fits(id) || ids.Contains(id))
            {
                body.Faults.Add($"{body.At("supervises")}/{i}", "invalid-id", "Each is the id of a clinician, named once. " + ExternalId.Rule);
            }

            ids.Add(id);
        }

        if (ids.Count == 0)
        {
            body.Faults.Add(body.At("supervises"), "out-of-range", "Name at least one clinician.");
        }

        return ids;
    }
}

internal sealed class MakeKeyHandler(Database database) : IRequestHandler<MakeKey, Outcome<NewKeyResource>>
{
    public Task<Outcome<NewKeyResource>> Handle(MakeKey request, CancellationToken cancellationToken) =>
        database.Write(request, session => Make(session, request), cancellationToken);

    private static Outcome<NewKeyResource> Make(Session session, MakeKey request)
    {
        var caller = request.Call.Caller;
        var organization = request.Organization ?? caller.Organization;
        if (organization != caller.Organization && (!caller.IsOperator || !OrganizationStore.Exists(session, organization)))
        {
            return caller.IsOperator
                ? Refusal.NotFound("organization")
                : new Refusal(ProblemType.Forbidden, "Only the operator's key may make keys in another organization.");
        }

        if (request.ExpiresAt is { } expires && expires <= session.At)
        {
            return Refusal.Invalid("/expiresAt", "out-of-range", "The key would have expired already.");
        }

        foreach (var clinicianId in request.Supervises ?? (request.ClinicianId is null ? [] : [request.ClinicianId]))
        {
            if (!PeopleStore.ClinicianExists(session, organization, clinicianId))
            {
                return new Refusal(ProblemType.NotFound, "A clinician that the key would be bound to does not exist. Make the clinician first.");
            }
        }

        var secret = KeySecret.New();
        var row = new KeyStore.KeyRow
        {
            KeyId = session.NewId(),
            Name = request.Name!,
            Role = request.Role.Name(),
            OrganizationId = organization,
            ClinicianId = request.ClinicianId,
            Supervises = request.Supervises is null ? null : JsonSerializer.Serialize(request.Supervises),
            CreatedAt = session.Now,
            ExpiresAt = request.ExpiresAt?.ToStore(),
        };
        KeyStore.Insert(session, row, KeySecret.Hash(secret), isOperator: false);
        return Outcome<NewKeyResource>.Created(row.ToNewResource(secret), $"/v1/keys/{row.KeyId}", 1);
    }
}
