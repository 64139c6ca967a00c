using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access;

/// <summary>
/// Finds what a public id stands for. It says nothing about the thing and grants no sight of it: what is asked of it next decides
/// that, and is audited.
/// </summary>
internal sealed record ResolvePublicId(Call Call, PublicKind Kind, string PublicId) : IRequest<Outcome<ResolvedId>>;

/// <summary>The external id behind a public one.</summary>
internal sealed record ResolvedId(string ExternalId);

internal sealed class ResolvePublicIdHandler(Database database) : IRequestHandler<ResolvePublicId, Outcome<ResolvedId>>
{
    public Task<Outcome<ResolvedId>> Handle(ResolvePublicId request, CancellationToken cancellationToken) => database.Read(
        session => PublicIds.Find(session, request.Call.Caller.Organization, request.Kind, request.PublicId) is { } id
            ? Outcome<ResolvedId>.Ok(new ResolvedId(id))
            : Refusal.NotFound(request.Kind.ToString().ToLowerInvariant()),
        cancellationToken);
}
