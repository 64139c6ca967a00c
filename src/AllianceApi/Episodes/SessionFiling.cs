using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Episodes;

/// <summary>The session that a submission names.</summary>
/// <param name="Number">Its number; null to have it inferred from <paramref name="HeldAt"/>.</param>
/// <param name="HeldAt">When it began, with offset; null for a session that is known by its number.</param>
/// <param name="Modality">inPerson, video, phone or chat; null where it is not said.</param>
internal sealed record NamedSession(int? Number, DateTimeOffset? HeldAt, string? Modality);

/// <summary>What filing a submission does to its session.</summary>
internal enum SessionChange
{
    /// <summary>The session is there and stays as it is.</summary>
    None,

    /// <summary>The session is there and learns that its number was given, or its modality.</summary>
    Complete,

    /// <summary>The session is new.</summary>
    Insert,
}

/// <summary>The session that a submission belongs to, and what is to be saved of it.</summary>
/// <param name="Session">The session as it will be; null where the submission is refused.</param>
/// <param name="Change">What becomes of it.</param>
/// <param name="Moves">The inferred numbers of other sessions that change by it, old to new.</param>
/// <param name="Refusal">Why there is no such session; null where there is.</param>
internal sealed record FiledSession(SessionRow? Session, SessionChange Change, IReadOnlyList<(int From, int To)> Moves, Refusal? Refusal)
{
    public bool OthersMoved => Moves.Count > 0;

    /// <summary>The number under which the session is stored until this is saved.</summary>
    public long StoredNumber => Moves.Where(m => m.To == Session!.Number).Select(m => (long)m.From).FirstOrDefault(Session!.Number);

    public static FiledSession Refused(Refusal refusal) => new(null, SessionChange.None, [], refusal);
}

/// <summary>Finds the session that a submission names, or makes it a new one. Deciding and saving are apart, so that many can be decided before one save.</summary>
internal static class SessionFiling
{
    /// <summary>Decides and saves.</summary>
    public static FiledSession File(Session session, string organization, string episodeId, NamedSession named)
    {
        var filed = Decide(new StoredSessions(session, organization, episodeId), named, session.Now);
        Save(session, organization, episodeId, filed);
        return filed;
    }

    /// <summary>Where a submission of the instant <paramref name="now"/> belongs among the sessions of its episode.</summary>
    public static FiledSession Decide(IKnownSessions sessions, NamedSession named, long now)
    {
        var placement = Quickly(sessions, named) ?? SessionOrder.Place([.. sessions.All().Select(s => s.ToPlaced())], named.Number, named.HeldAt);
        return placement switch
        {
            Placement.Existing existing => Complete(sessions, existing, named),
            Placement.New made => new FiledSession(Made(made, named, now), SessionChange.Insert, made.Moves, null),
            Placement.TimeMissing => FiledSession.Refused(Refusal.Invalid("/session/heldAt", "required", $"Session {named.Number} does not exist yet: say when it was held.")),
            _ => FiledSession.Refused(new Refusal(ProblemType.SessionOrder, ((Placement.Conflict)placement).Detail)),
        };
    }

    /// <summary>Saves what was decided; nothing where it was refused.</summary>
    public static void Save(Session session, string organization, string episodeId, FiledSession filed)
    {
        if (filed.OthersMoved)
        {
            SessionStore.Move(session, organization, episodeId, filed.Moves);
        }

        switch (filed.Change)
        {
            case SessionChange.Insert:
                SessionStore.Insert(session, organization, episodeId, filed.Session!);
                break;
            case SessionChange.Complete:
                SessionStore.Complete(session, organization, episodeId, filed.Session!);
                break;
        }
    }

    // Nearly every submission names the next session or one that is there: its neighbours decide, however long the episode is.
    // Null where they do not, and all sessions must be looked at.
    private static Placement? Quickly(IKnownSessions sessions, NamedSession named)
    {
        if (named is { Number: { } number, HeldAt: { } at })
        {
            // Nearly always the last one comes before it, and is all that there is to look at.
            var last = sessions.Last;
            var after = last is null || last.Number < number ? null : sessions.From(number);
            if (after?.Number == number)
            {
                return SessionOrder.Place([after.ToPlaced()], number, at) as Placement.Existing;
            }

            var before = after is null ? last : sessions.Before(number);
            var fits = (before is null || before.Time < at || (before.Time == at && before.NumberGiven != 0)) && (after is null || (after.NumberGiven != 0 && after.Time >= at));
            return fits ? new Placement.New(number, true, []) : null;
        }

        if (named is { Number: null, HeldAt: { } instant })
        {
            var last = sessions.Last;
            var next = (int)(last?.Number ?? 0) + 1;
            return next <= SessionNumber.Most && (last is null || last.Time < instant) ? new Placement.New(next, false, []) : null;
        }

        return null;
    }

    private static FiledSession Complete(IKnownSessions sessions, Placement.Existing existing, NamedSession named)
    {
        var number = existing.Session.Number;
        var row = sessions.Find(existing.Moves.Where(m => m.To == number).Select(m => m.From).FirstOrDefault(number))! with { Number = number };
        var given = row.NumberGiven != 0 || named.Number is not null;
        var modality = row.Modality ?? named.Modality;
        return given == (row.NumberGiven != 0) && modality == row.Modality
            ? new FiledSession(row, SessionChange.None, existing.Moves, null)
            : new FiledSession(row with { NumberGiven = given ? 1 : 0, Modality = modality }, SessionChange.Complete, existing.Moves, null);
    }

    private static SessionRow Made(Placement.New made, NamedSession named, long now) => new()
    {
        Number = made.Number,
        NumberGiven = made.NumberGiven ? 1 : 0,
        HeldAt = named.HeldAt!.Value.ToStore(),
        OffsetMinutes = (long)named.HeldAt.Value.Offset.TotalMinutes,
        Modality = named.Modality,
        Revision = 1,
        CreatedAt = now,
        RecordedAt = now,
    };
}
