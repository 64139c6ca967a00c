using AllianceApi.Access;
using AllianceApi.Access.Organizations;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.People;

/// <summary>The routes of clinicians and clients.</summary>
internal static class PeopleRoutes
{
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        MapClinicians(app.MapResource("Clinicians"));
        MapClients(app.MapResource("Clients"));
    }

    private static void MapClinicians(RouteGroupBuilder clinicians)
    {
        clinicians.MapPut("/v1/clinicians/{clinicianId}", (string clinicianId, HttpContext http, ISender sender) =>
                Rest.Post<PutClinician, ClinicianResource>(http, sender, PutClinician.Read, optionalBody: true))
            .Allows(Operation.WriteClinician).Takes<LabelBody>(optional: true).Headers(HeaderParameter.IfMatch).Gives<ClinicianResource>(201, 200, 412, 428)
            .Describe("putClinician", "Enters or changes a clinician", "The same content again is 200 and changes nothing; other content needs `If-Match`.");
        clinicians.MapGet("/v1/clinicians/{clinicianId}", (string clinicianId, HttpContext http, ISender sender) =>
                Rest.Get<GetClinician, ClinicianResource>(http, sender, GetClinician.Read))
            .Allows(Operation.ReadClinician).Headers(HeaderParameter.IfNoneMatch).Gives<ClinicianResource>(200, 304, 404)
            .Describe("getClinician", "Reads a clinician", "A clinician's key reads its own; a supervisor's key those that it supervises.");
        clinicians.MapGet("/v1/clinicians", (HttpContext http, ISender sender) => Rest.Get<ListClinicians, Page<ClinicianResource>>(http, sender, ListClinicians.Read))
            .Allows(Operation.ReadClinician).Query(QueryParameter.Limit, QueryParameter.Cursor).Gives<Page<ClinicianResource>>(200)
            .Describe("listClinicians", "Lists clinicians", "Those within the caller's sight, by id.");
    }

    private static void MapClients(RouteGroupBuilder clients)
    {
        clients.MapPut("/v1/clients/{clientId}", (string clientId, HttpContext http, ISender sender) =>
                Rest.Post<PutClient, ClientResource>(http, sender, PutClient.Read, optionalBody: true))
            .Allows(Operation.WriteClient).Takes<LabelBody>(optional: true).Headers(HeaderParameter.IfMatch).Gives<ClientResource>(201, 200, 404, 412, 428)
            .Describe("putClient", "Enters or changes a client", "The id is opaque; keep names and contact data out of it and out of the label.");
        clients.MapGet("/v1/clients/{clientId}", (string clientId, HttpContext http, ISender sender) =>
                Rest.Get<GetClient, ClientResource>(http, sender, GetClient.Read))
            .Allows(Operation.ReadClient).Headers(HeaderParameter.IfNoneMatch).Gives<ClientResource>(200, 304, 404)
            .Describe("getClient", "Reads a client", "A clinician's key reads clients with whom it has an episode, or whom it entered.");
        clients.MapGet("/v1/clients", (HttpContext http, ISender sender) => Rest.Get<ListClients, Page<ClientResource>>(http, sender, ListClients.Read))
            .Allows(Operation.ReadClient).Query(QueryParameter.Limit, QueryParameter.Cursor).Gives<Page<ClientResource>>(200)
            .Describe("listClients", "Lists clients", "Those within the caller's sight, by id.");
        clients.MapGet("/v1/clients/{clientId}/export", (string clientId, HttpContext http, ISender sender) =>
                Rest.Get<ExportClient, ClientRecord>(http, sender, ExportClient.Read))
            .Allows(Operation.ExportClient).Gives<ClientRecord>(200, 404)
            .Describe("exportClient", "Gives out everything held of a client", "Episodes, sessions, responses with all revisions, alerts with their history, and the audit rows: for the person's right to a copy.");
        clients.MapPost("/v1/clients/{clientId}/merge", (string clientId, HttpContext http, ISender sender) =>
                Rest.Post<MergeClients, ClientResource>(http, sender, MergeClients.Read))
            .Allows(Operation.MergeClients).Takes<MergeClientsBody>().Headers(HeaderParameter.IdempotencyKey).Gives<ClientResource>(200, 404, 422)
            .Describe("mergeClients", "Joins two entries of one person", "The episodes of this client go to the other one, and this one is gone. Which they were is kept.");
        clients.MapDelete("/v1/clients/{clientId}", (string clientId, HttpContext http, ISender sender) =>
                Rest.Get<EraseClient, ClientResource>(http, sender, EraseClient.Read))
            .Allows(Operation.EraseClient).Headers(HeaderParameter.IfMatch).Gives(204, 404, 410, 412, 428)
            .Describe("eraseClient", "Erases a client", "Removes everything held of the client: episodes, sessions, responses with all revisions, trends, alerts. The audit log keeps that it happened.");
    }
}

/// <summary>Whose entry a client is joined with.</summary>
/// <param name="Into">The client that stays.</param>
internal sealed record MergeClientsBody(string Into);
