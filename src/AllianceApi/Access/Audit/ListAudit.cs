using System.Globalization;
using AllianceApi.Access.Tokens;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access.Audit;

/// <summary>One row of the audit log.</summary>
/// <param name="Sequence">Number within the organization, from 1 without a gap.</param>
/// <param name="At">When it happened.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Action">The operation.</param>
/// <param name="Resource">Path of what it was done to.</param>
/// <param name="ClientId">Whose data, where one client is concerned.</param>
/// <param name="Outcome">allowed or refused.</param>
/// <param name="Reason">The reason given, or the kind of refusal.</param>
/// <param name="BreakGlass">Why a clinician read what is another clinician's; null for every other row.</param>
/// <param name="From">Address that the call came from.</param>
/// <param name="Hash">SHA-256 over this row and the hash of the row before, in hex.</param>
internal sealed record AuditResource(
    long Sequence, DateTimeOffset At, ActorResource Actor, string Action, string Resource, string? ClientId, string Outcome, string? Reason, string? BreakGlass, string From, string Hash)
{
    public static AuditResource Of(StoredAuditRow r) => new(
        r.Sequence, Instant.FromStore(r.At), ActorResource.Of(r), r.Action, r.Resource, r.ClientId, r.Outcome, r.Reason, r.BreakGlass, r.Origin, Convert.ToHexStringLower(r.Hash));
}

/// <summary>Who did something.</summary>
/// <param name="KeyId">Id of the API key; null for the bearer of a token.</param>
/// <param name="Subject">Subject of the token; null for an API key.</param>
/// <param name="Issuer">Issuer of the token; null for an API key.</param>
/// <param name="Name">Name of the credential.</param>
/// <param name="Role">Role of the credential.</param>
internal sealed record ActorResource(string? KeyId, string? Subject, string? Issuer, string Name, string Role)
{
    public static ActorResource Of(StoredAuditRow row) => TokenSubject.Of(row.KeyId) is { } token
        ? new ActorResource(null, token.Subject, token.Issuer, row.Name, row.Role)
        : new ActorResource(row.KeyId, null, null, row.Name, row.Role);
}

/// <summary>Reads the audit log, newest first.</summary>
internal sealed record ListAudit(Call Call, PageRequest Page, AuditFilter Filter) : IRequest<Outcome<Page<AuditResource>>>, ICall
{
    public Operation Operation => Operation.ReadAudit;

    public string Resource => "/v1/audit";

    public static ListAudit Read(Input input)
    {
        var page = input.Page("clientId", "actor", "from", "to", "breakGlass");
        input.QueryId("clientId");
        input.QueryOneOf("breakGlass", ["true", "false"]);
        input.QueryInstant("from");
        input.QueryInstant("to");
        return new ListAudit(input.Call, page, new AuditFilter(page["clientId"], page["actor"], At(page["from"]), At(page["to"]), page["breakGlass"] == "true"));
    }

    private static long? At(string? text) => text is not null && Instant.Read(text.Replace(' ', '+'), out var at) is null ? at.ToStore() : null;
}

internal sealed class ListAuditHandler(Database database) : IRequestHandler<ListAudit, Outcome<Page<AuditResource>>>
{
    public async Task<Outcome<Page<AuditResource>>> Handle(ListAudit request, CancellationToken cancellationToken)
    {
        await database.Settle(cancellationToken);
        return await database.Read(request, session => List(session, request), cancellationToken);
    }

    private static Outcome<Page<AuditResource>> List(Session session, ListAudit request)
    {
        var organization = request.Call.Caller.Organization;
        var before = request.Page.After is { } after ? long.Parse(after, CultureInfo.InvariantCulture) : long.MaxValue;
        var rows = AuditStore.List(session, organization, request.Filter, before, request.Page.Limit + 1);
        session.ClientId = request.Filter.ClientId;
        return request.Page.Of([.. rows.Select(AuditResource.Of)], r => r.Sequence.ToString(CultureInfo.InvariantCulture), organization);
    }
}

/// <summary>How many rows there are.</summary>
internal sealed record AuditCount(long Rows);

/// <summary>Counts rows of the audit log.</summary>
internal sealed record CountAudit(Call Call, AuditFilter Filter) : IRequest<Outcome<AuditCount>>, ICall
{
    public Operation Operation => Operation.ReadAudit;

    public string Resource => "/v1/audit";
}

internal sealed class CountAuditHandler(Database database) : IRequestHandler<CountAudit, Outcome<AuditCount>>
{
    public Task<Outcome<AuditCount>> Handle(CountAudit request, CancellationToken cancellationToken) => database.Read(
        request,
        session => Outcome<AuditCount>.Ok(new AuditCount(AuditStore.Count(session, request.Call.Caller.Organization, request.Filter))),
        cancellationToken);
}
