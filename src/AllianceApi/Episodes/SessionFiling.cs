using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Episodes;

/// <summary>The session that a submission names.</summary>
/// <param name="Number">Its number; null to have it inferred from <paramref name="HeldAt"/>.</param>
/// <param name="HeldAt">When it began, with offset; null for a session that is known by its number.</param>
/// <param name="Modality">inPerson, video, phone or chat; null where it is not said.</param>
internal sealed record NamedSession(int? Number, DateTimeOffset? HeldAt, string? Modality);

/// <summary>Finds the session that a submission names, or files it as a new one.</summary>
internal static class SessionFiling
{
    /// <summary>The session as it is stored now, and whether other sessions got new numbers by it.</summary>
    internal sealed record Filed(SessionRow? Session, bool OthersMoved, Refusal? Refusal);

    public static Filed File(Session session, string organization, string episodeId, NamedSession named)
    {
        var placement = Quickly(session, organization, episodeId, named)
            ?? SessionOrder.Place([.. SessionStore.All(session, organization, episodeId).Select(s => s.ToPlaced())], named.Number, named.HeldAt);
        switch (placement)
        {
            case Placement.Existing existing:
                SessionStore.Move(session, organization, episodeId, existing.Moves);
                return new Filed(Complete(session, organization, episodeId, existing.Session.Number, named), existing.Moves.Count > 0, null);
            case Placement.New made:
                SessionStore.Move(session, organization, episodeId, made.Moves);
                SessionStore.Insert(session, organization, episodeId, made.Number, made.NumberGiven, named.HeldAt!.Value, named.Modality);
                return new Filed(Made(session, made, named), made.Moves.Count > 0, null);
            case Placement.TimeMissing:
                return new Filed(null, false, Refusal.Invalid("/session/heldAt", "required", $"Session {named.Number} does not exist yet: say when it was held."));
            default:
                return new Filed(null, false, new Refusal(ProblemType.SessionOrder, ((Placement.Conflict)placement).Detail));
        }
    }

    // Nearly every submission names the next session or one that is there: its neighbours decide, however long the episode is.
    // Null where they do not, and all sessions must be looked at.
    private static Placement? Quickly(Session session, string organization, string episodeId, NamedSession named)
    {
        if (named is { Number: { } number, HeldAt: { } at })
        {
            if (SessionStore.Find(session, organization, episodeId, number) is { } same)
            {
                return SessionOrder.Place([same.ToPlaced()], number, at) as Placement.Existing;
            }

            var before = SessionStore.Before(session, organization, episodeId, number);
            var after = SessionStore.After(session, organization, episodeId, number);
            var fits = (before is null || before.Time < at || (before.Time == at && before.NumberGiven != 0)) && (after is null || (after.NumberGiven != 0 && after.Time >= at));
            return fits ? new Placement.New(number, true, []) : null;
        }

        if (named is { Number: null, HeldAt: { } instant })
        {
            var last = SessionStore.Before(session, organization, episodeId, int.MaxValue);
            var next = (int)(last?.Number ?? 0) + 1;
            return next <= SessionNumber.Most && (last is null || last.Time < instant) ? new Placement.New(next, false, []) : null;
        }

        return null;
    }

    private static SessionRow Complete(Session session, string organization, string episodeId, int number, NamedSession named)
    {
        var row = SessionStore.Find(session, organization, episodeId, number)!;
        var given = row.NumberGiven != 0 || named.Number is not null;
        var modality = row.Modality ?? named.Modality;
        if (given == (row.NumberGiven != 0) && modality == row.Modality)
        {
            return row;
        }

        SessionStore.Complete(session, organization, episodeId, row, given, modality);
        return row with { NumberGiven = given ? 1 : 0, Modality = modality };
    }

    private static SessionRow Made(Session session, Placement.New made, NamedSession named) => new()
    {
        Number = made.Number,
        NumberGiven = made.NumberGiven ? 1 : 0,
        HeldAt = named.HeldAt!.Value.ToStore(),
        OffsetMinutes = (long)named.HeldAt.Value.Offset.TotalMinutes,
        Modality = named.Modality,
        Revision = 1,
        CreatedAt = session.Now,
        RecordedAt = session.Now,
    };
}
