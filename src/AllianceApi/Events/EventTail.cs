namespace AllianceApi.Events;

/// <summary>The newest events of an organization, shared by all who listen.</summary>
/// <param name="From">Number after which nothing is missing here.</param>
/// <param name="Head">Number up to which nothing is missing here.</param>
/// <param name="Rows">The events between the two, oldest first.</param>
internal sealed record EventTail(long From, long Head, IReadOnlyList<EventRow> Rows)
{
    private const int Most = 1024;

    /// <summary>The same with what came since; the oldest give way.</summary>
    public EventTail With(IReadOnlyList<EventRow> newer, long head)
    {
        var all = Rows.Concat(newer).ToList();
        var dropped = Math.Max(0, all.Count - Most);
        return new EventTail(dropped == 0 ? From : all[dropped - 1].Sequence, head, all[dropped..]);
    }

    /// <summary>The events after a number; null where some of them are no longer here.</summary>
    public IReadOnlyList<EventRow>? After(long position)
    {
        if (position < From)
        {
            return null;
        }

        var first = Rows.Count;
        while (first > 0 && Rows[first - 1].Sequence > position)
        {
            first--;
        }

        return [.. Rows.Skip(first)];
    }
}
