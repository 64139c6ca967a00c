using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Invitations;

/// <summary>The session that an invitation is about.</summary>
/// <param name="Number">Its number; null where it follows from the time.</param>
/// <param name="HeldAt">When it is held; null where it is known by its number.</param>
/// <param name="Modality">inPerson, video, phone or chat; null where not said.</param>
internal sealed record InvitedSession(int? Number, DateTimeOffset? HeldAt, string? Modality);

/// <summary>An invitation without its secret.</summary>
/// <param name="Id">Id of the invitation.</param>
/// <param name="EpisodeId">The episode.</param>
/// <param name="Session">The session that it is about.</param>
/// <param name="Instrument">The form.</param>
/// <param name="Version">Version of the form.</param>
/// <param name="Rater">Who is to answer.</param>
/// <param name="Language">Language of the page.</param>
/// <param name="State">open, completed, expired or revoked.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="CompletedAt">When it was answered; null until then.</param>
/// <param name="ResponseId">The response that came of it; null until then.</param>
internal sealed record InvitationResource(
    string Id,
    string EpisodeId,
    InvitedSession Session,
    string Instrument,
    string Version,
    string Rater,
    string Language,
    string State,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? CompletedAt,
    string? ResponseId)
{
    public static InvitationResource Of(InvitationRow row, long now) => new(
        row.InvitationId,
        row.EpisodeId,
        new InvitedSession((int?)row.SessionNumber, row.Held, row.Modality),
        row.Instrument,
        row.Version,
        row.Rater,
        row.Language,
        row.StateAt(now).Name(),
        Instant.FromStore(row.CreatedAt),
        Instant.FromStore(row.ExpiresAt),
        row.CompletedAt is { } at ? Instant.FromStore(at) : null,
        row.ResponseId);
}

/// <summary>A new invitation with its link, which is shown this once.</summary>
/// <param name="Id">Id of the invitation.</param>
/// <param name="Url">The link to give to who is to answer. Null when the answer is replayed.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="EpisodeId">The episode.</param>
/// <param name="Session">The session that it is about.</param>
/// <param name="Instrument">The form.</param>
/// <param name="Version">Version of the form.</param>
/// <param name="Rater">Who is to answer.</param>
/// <param name="Language">Language of the page.</param>
internal sealed record NewInvitationResource(
    string Id,
    string? Url,
    DateTimeOffset ExpiresAt,
    string EpisodeId,
    InvitedSession Session,
    string Instrument,
    string Version,
    string Rater,
    string Language)
    : IBearsSecret
{
    public object WithoutSecret() => this with { Url = null };
}
