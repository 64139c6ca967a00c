using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Invitations;

/// <summary>The SQL of invitations.</summary>
internal static class InvitationStore
{
    private const string Columns =
        "organization_id AS Organization, invitation_id AS InvitationId, episode_id AS EpisodeId, session_number AS SessionNumber, held_at AS HeldAt, offset_minutes AS OffsetMinutes, modality AS Modality, " +
        "instrument AS Instrument, version AS Version, rater AS Rater, language AS Language, created_at AS CreatedAt, expires_at AS ExpiresAt, revoked_at AS RevokedAt, " +
        "completed_at AS CompletedAt, response_id AS ResponseId";

    public static void Insert(Session session, InvitationRow row, byte[] hash, string by) => session.Run(
        "INSERT INTO invitations (organization_id, invitation_id, episode_id, secret_hash, session_number, held_at, offset_minutes, modality, instrument, version, rater, language, created_at, created_by, expires_at) " +
        "VALUES (@Organization, @InvitationId, @EpisodeId, @Hash, @SessionNumber, @HeldAt, @OffsetMinutes, @Modality, @Instrument, @Version, @Rater, @Language, @CreatedAt, @By, @ExpiresAt)",
        new
        {
            row.Organization,
            row.InvitationId,
            row.EpisodeId,
            Hash = hash,
            row.SessionNumber,
            row.HeldAt,
            row.OffsetMinutes,
            row.Modality,
            row.Instrument,
            row.Version,
            row.Rater,
            row.Language,
            row.CreatedAt,
            By = by,
            row.ExpiresAt,
        });

    public static InvitationRow? FindByHash(Session session, byte[] hash) =>
        session.One<InvitationRow>($"SELECT {Columns} FROM invitations WHERE secret_hash = @Hash", new { Hash = hash });

    public static InvitationRow? Find(Session session, string organization, string episodeId, string invitationId) => session.One<InvitationRow>(
        $"SELECT {Columns} FROM invitations WHERE organization_id = @Organization AND invitation_id = @InvitationId AND episode_id = @EpisodeId",
        new { Organization = organization, EpisodeId = episodeId, InvitationId = invitationId });

    public static List<InvitationRow> List(Session session, string organization, string episodeId, string? after, int limit) => session.All<InvitationRow>(
        $"SELECT {Columns} FROM invitations WHERE organization_id = @Organization AND episode_id = @EpisodeId AND invitation_id > @After ORDER BY invitation_id LIMIT @Limit",
        new { Organization = organization, EpisodeId = episodeId, After = after ?? "", Limit = limit });

    public static void Revoke(Session session, InvitationRow row) => session.Run(
        "UPDATE invitations SET revoked_at = @Now WHERE organization_id = @Organization AND invitation_id = @InvitationId AND revoked_at IS NULL",
        new { session.Now, row.Organization, row.InvitationId });

    public static void Complete(Session session, InvitationRow row, string responseId) => session.Run(
        "UPDATE invitations SET completed_at = @Now, response_id = @ResponseId WHERE organization_id = @Organization AND invitation_id = @InvitationId AND completed_at IS NULL",
        new { session.Now, row.Organization, row.InvitationId, ResponseId = responseId });
}

/// <summary>An invitation as the store holds it, without its token's hash.</summary>
internal sealed record InvitationRow
{
    public string Organization { get; init; } = "";

    public string InvitationId { get; init; } = "";

    public string EpisodeId { get; init; } = "";

    public long? SessionNumber { get; init; }

    public long? HeldAt { get; init; }

    public long? OffsetMinutes { get; init; }

    public string? Modality { get; init; }

    public string Instrument { get; init; } = "";

    public string Version { get; init; } = "";

    public string Rater { get; init; } = "";

    public string Language { get; init; } = "";

    public long CreatedAt { get; init; }

    public long ExpiresAt { get; init; }

    public long? RevokedAt { get; init; }

    public long? CompletedAt { get; init; }

    public string? ResponseId { get; init; }

    /// <summary>When the session is held, on its own clock; null where its number alone is known.</summary>
    public DateTimeOffset? Held => HeldAt is { } at ? Instant.FromStore(at, OffsetMinutes ?? 0) : null;

    public InvitationState StateAt(long now) =>
        CompletedAt is not null ? InvitationState.Completed : RevokedAt is not null ? InvitationState.Revoked : ExpiresAt <= now ? InvitationState.Expired : InvitationState.Open;
}

internal static class InvitationStates
{
    public static readonly string[] All = ["open", "completed", "expired", "revoked"];

    public static string Name(this InvitationState state) => All[(int)state];
}

/// <summary>What has become of an invitation.</summary>
internal enum InvitationState
{
    Open,
    Completed,
    Expired,
    Revoked,
}
