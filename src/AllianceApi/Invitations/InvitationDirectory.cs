using AllianceApi.Access;
using AllianceApi.Storage;

namespace AllianceApi.Invitations;

/// <summary>Finds the invitation that a link belongs to. Nothing is remembered: a withdrawn link stops at once.</summary>
internal sealed class InvitationDirectory(Database database, TimeProvider clock)
{
    /// <summary>The invitation and what has become of it; null for a link that never was one.</summary>
    public async Task<(InvitationRow Row, InvitationState State)?> Find(string token, CancellationToken cancellationToken)
    {
        if (!InvitationToken.Fits(token))
        {
            return null;
        }

        var row = await database.Read(session => InvitationStore.FindByHash(session, InvitationToken.Hash(token)), cancellationToken);
        return row is null ? null : (row, row.StateAt(Hosting.Instant.ToStore(clock.GetUtcNow())));
    }

    /// <summary>The call of whoever holds the link.</summary>
    public static Call CallOf(HttpContext http, InvitationRow row) => new(Caller.Invited(row.Organization, row.InvitationId, row.Rater), Call.OriginOf(http), null);
}
