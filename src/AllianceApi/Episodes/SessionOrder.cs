namespace AllianceApi.Episodes;

/// <summary>A session of an episode as the rules of numbering see it.</summary>
/// <param name="Number">Its number now.</param>
/// <param name="NumberGiven">Whether the number was given by a caller; else it follows from the order of time.</param>
/// <param name="HeldAt">When it began, with the offset that was given.</param>
internal sealed record PlacedSession(int Number, bool NumberGiven, DateTimeOffset HeldAt);

/// <summary>Where a submission's session stands among those of its episode.</summary>
internal abstract record Placement
{
    /// <summary>The session is there already.</summary>
    internal sealed record Existing(PlacedSession Session) : Placement;

    /// <summary>The session is new; <paramref name="Moves"/> are the inferred numbers that change by it, old to new.</summary>
    internal sealed record New(int Number, bool NumberGiven, IReadOnlyList<(int From, int To)> Moves) : Placement;

    /// <summary>It contradicts a stored session, which <paramref name="InTheWay"/> names; null where the session's own day is the contradiction.</summary>
    internal sealed record Conflict(string Detail, int? InTheWay) : Placement;

    /// <summary>A session that does not exist yet needs a time.</summary>
    internal sealed record TimeMissing : Placement;
}

/// <summary>
/// The rules of session numbers. Given numbers must not fall while time goes on (equal instants are allowed); a number that
/// was not given follows from the order of time and moves when an earlier session arrives late. A session happens once, on one
/// calendar day.
/// </summary>
internal static class SessionOrder
{
    /// <summary>Places a session among <paramref name="sessions"/>, which are all those of the episode, by number.</summary>
    public static Placement Place(IReadOnlyList<PlacedSession> sessions, int? number, DateTimeOffset? heldAt)
    {
        if (number is { } n && sessions.FirstOrDefault(s => s.Number == n) is { } same && (heldAt is null || IsSameDay(same, heldAt.Value)))
        {
            return new Placement.Existing(same);
        }

        if (heldAt is not { } at)
        {
            return new Placement.TimeMissing();
        }

        if (number is { } taken && sessions.FirstOrDefault(s => s.Number == taken) is { NumberGiven: true })
        {
            return new Placement.Conflict($"Session {taken} was held on another day than the heldAt that was sent.", taken);
        }

        return number is null && AtInstant(sessions, at) is { } found ? found : Insert(sessions, number, at);
    }

    /// <summary>
    /// Numbers sessions anew after one was added or its time was corrected.
    /// </summary>
    /// <returns>The new number of each session in the order given, or the given number that stands in the way.</returns>
    public static (int[]? Numbers, Placement.Conflict? Conflict) Renumber(IReadOnlyList<PlacedSession> sessions)
    {
        var order = Enumerable.Range(0, sessions.Count)
            .OrderBy(i => sessions[i].HeldAt.UtcTicks)
            .ThenBy(i => sessions[i].Number)
            .ToList();
        var numbers = new int[sessions.Count];
        var last = 0;
        foreach (var i in order)
        {
            var session = sessions[i];
            if (session.NumberGiven && session.Number <= last)
            {
                return (null, new Placement.Conflict(
                    $"Session {session.Number} stands in the way: by time a session with the number {last} would come before it, and numbers must not fall while time goes on.", session.Number));
            }

            numbers[i] = session.NumberGiven ? session.Number : last + 1;
            last = numbers[i];
        }

        return (numbers, null);
    }

    private static bool IsSameDay(PlacedSession session, DateTimeOffset heldAt) => session.HeldAt.ToOffset(heldAt.Offset).Date == heldAt.Date;

    private static Placement? AtInstant(IReadOnlyList<PlacedSession> sessions, DateTimeOffset at)
    {
        var there = sessions.Where(s => s.HeldAt == at).ToList();
        return there.Count switch
        {
            0 => null,
            1 => new Placement.Existing(there[0]),
            _ => new Placement.Conflict($"Sessions {there[0].Number} and {there[1].Number} began at this instant. Say which by its number.", there[0].Number),
        };
    }

    private static Placement Insert(IReadOnlyList<PlacedSession> sessions, int? number, DateTimeOffset at)
    {
        var all = sessions.Append(new PlacedSession(number ?? int.MaxValue, number is not null, at)).ToList();
        var (numbers, conflict) = Renumber(all);
        if (numbers is null)
        {
            return Named(conflict!, sessions, number, at);
        }

        var moves = sessions.Select((s, i) => (From: s.Number, To: numbers[i])).Where(m => m.From != m.To).ToList();
        return new Placement.New(numbers[^1], number is not null, moves);
    }

    // The contradiction may show itself at the new session; what the caller needs is the stored one that it collides with.
    private static Placement.Conflict Named(Placement.Conflict conflict, IReadOnlyList<PlacedSession> sessions, int? number, DateTimeOffset at)
    {
        if (number is not { } n)
        {
            return new Placement.Conflict($"There is no number left before session {conflict.InTheWay}, which is later. Give this session a number, or correct the stored ones.", conflict.InTheWay);
        }

        var inTheWay = sessions.FirstOrDefault(s => s.Number > n && s.HeldAt < at) ?? sessions.LastOrDefault(s => s.Number < n && s.HeldAt > at);
        return inTheWay is null
            ? conflict
            : new Placement.Conflict($"Session {inTheWay.Number} stands in the way: it was held {(inTheWay.Number > n ? "before" : "after")} the time sent for session {n}.", inTheWay.Number);
    }
}
