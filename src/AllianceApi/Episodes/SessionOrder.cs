namespace AllianceApi.Episodes;

/// <summary>A session of an episode as the rules of numbering see it.</summary>
/// <param name="Number">Its number now.</param>
/// <param name="NumberGiven">Whether the number was given by a caller; else it follows from the order of time.</param>
/// <param name="HeldAt">When it began, with the offset that was given.</param>
internal sealed record PlacedSession(int Number, bool NumberGiven, DateTimeOffset HeldAt);

/// <summary>Where a submission's session stands among those of its episode.</summary>
internal abstract record Placement
{
    /// <summary>The session is there already; <paramref name="Moves"/> are the numbers that change because it is given one now, old to new.</summary>
    internal sealed record Existing(PlacedSession Session, IReadOnlyList<(int From, int To)> Moves) : Placement;

    /// <summary>The session is new; <paramref name="Moves"/> are the inferred numbers that change by it, old to new.</summary>
    internal sealed record New(int Number, bool NumberGiven, IReadOnlyList<(int From, int To)> Moves) : Placement;

    /// <summary>It contradicts a stored session, which <paramref name="InTheWay"/> names; null where the numbers have come to their end.</summary>
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
        var same = number is null ? null : sessions.FirstOrDefault(s => s.Number == number);
        if (same is not null && (heldAt is null || IsSameDay(same, heldAt.Value)))
        {
            return new Placement.Existing(same, []);
        }

        if (heldAt is not { } at)
        {
            return new Placement.TimeMissing();
        }

        if (same is { NumberGiven: true })
        {
            return new Placement.Conflict($"Session {same.Number} was held on another day than the heldAt that was sent.", same.Number);
        }

        return (number is { } given ? Numbered(sessions, given, at) : AtInstant(sessions, at)) ?? Insert(sessions, number, at);
    }

    /// <summary>The numbers of all sessions in the order given once <paramref name="session"/> is held at another time, or what contradicts it.</summary>
    public static (int[]? Numbers, Placement.Conflict? Conflict) Correct(IReadOnlyList<PlacedSession> sessions, PlacedSession session, DateTimeOffset heldAt)
    {
        var (numbers, conflict) = Renumber([.. sessions.Select(s => s == session ? s with { HeldAt = heldAt } : s)]);
        return (numbers, conflict is null ? null : Named(conflict, [.. sessions.Where(s => s != session)], session.NumberGiven ? session.Number : null, heldAt));
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

        if (last > SessionNumber.Most)
        {
            return (null, new Placement.Conflict($"Session numbers end at {SessionNumber.Most}: there is none left for a session after the last one.", null));
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
            1 => new Placement.Existing(there[0], []),
            _ => new Placement.Conflict($"Sessions {there[0].Number} and {there[1].Number} began at this instant. Say which by its number.", there[0].Number),
        };
    }

    // A session whose number followed from its time so far, and is named by a number now: it is the same one at the same instant,
    // whichever of the two submissions came first.
    private static Placement? Numbered(IReadOnlyList<PlacedSession> sessions, int number, DateTimeOffset at)
    {
        if (sessions.FirstOrDefault(s => s.HeldAt == at && !s.NumberGiven) is not { } found)
        {
            return null;
        }

        var given = found with { Number = number, NumberGiven = true };
        var (numbers, conflict) = Renumber([.. sessions.Select(s => s == found ? given : s)]);
        return numbers is null
            ? Named(conflict!, [.. sessions.Where(s => s != found)], number, at)
            : new Placement.Existing(given, Moves(sessions, numbers));
    }

    private static List<(int From, int To)> Moves(IReadOnlyList<PlacedSession> sessions, int[] numbers) =>
        [.. sessions.Select((s, i) => (From: s.Number, To: numbers[i])).Where(m => m.From != m.To)];

    private static Placement Insert(IReadOnlyList<PlacedSession> sessions, int? number, DateTimeOffset at)
    {
        var all = sessions.Append(new PlacedSession(number ?? int.MaxValue, number is not null, at)).ToList();
        var (numbers, conflict) = Renumber(all);
        if (numbers is null)
        {
            return Named(conflict!, sessions, number, at);
        }

        return new Placement.New(numbers[^1], number is not null, Moves(sessions, numbers));
    }

    // The contradiction may show itself at the new session; what the caller needs is the stored one that it collides with.
    private static Placement.Conflict Named(Placement.Conflict conflict, IReadOnlyList<PlacedSession> sessions, int? number, DateTimeOffset at)
    {
        if (conflict.InTheWay is null)
        {
            return conflict;
        }

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
