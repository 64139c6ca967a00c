using AllianceApi.Episodes;

namespace AllianceApi.Responses.Filing;

/// <summary>A session of an <see cref="EpisodeFile"/>: as it is now, and how that differs from what is stored.</summary>
internal sealed class SessionEntry(SessionRow row, bool isStored)
{
    public SessionRow Row { get; private set; } = row;

    /// <summary>Its number in the store; null where the store does not know it yet.</summary>
    public int? StoredNumber { get; } = isStored ? (int)row.Number : null;

    /// <summary>Whether its number was given or its modality named since it was loaded.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>The number that it gets with the next <see cref="Move"/>; null where it keeps its own.</summary>
    public int? MoveTo { get; set; }

    /// <summary>The change of its number in the store; null where there is none.</summary>
    public (int From, int To)? Moved => StoredNumber is { } stored && stored != Row.Number ? (stored, (int)Row.Number) : null;

    public void Move()
    {
        if (MoveTo is { } number)
        {
            (Row, MoveTo) = (Row with { Number = number }, null);
        }
    }

    public void Complete(SessionRow row) => (Row, IsCompleted) = (row, true);
}
