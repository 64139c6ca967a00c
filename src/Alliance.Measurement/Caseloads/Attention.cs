namespace Alliance.Measurement.Caseloads;

/// <summary>Why an episode may need a look, from the most to the least pressing.</summary>
public enum AttentionReason
{
    /// <summary>A possible strain that nobody has looked at yet.</summary>
    UnseenStrain,

    /// <summary>Another alert that nobody has looked at yet.</summary>
    UnseenAlert,

    /// <summary>A possible strain that was seen and is not settled.</summary>
    OpenStrain,

    /// <summary>Another alert that was seen and is not settled.</summary>
    OpenAlert,

    /// <summary>The level fell over the last sessions.</summary>
    Falling,

    /// <summary>The series can tell little: it stands at a limit or on a line.</summary>
    NotInformative,

    /// <summary>Nothing calls for a look.</summary>
    None,
}

/// <summary>How an episode stands in the order of attention: by its most pressing reason, then by how recent its last form is.</summary>
/// <param name="Reason">The most pressing reason.</param>
/// <param name="DaysSinceLast">Days since its last session with a form; null without any.</param>
/// <param name="EpisodeId">The episode, so that the order is total.</param>
public readonly record struct Attention(AttentionReason Reason, int? DaysSinceLast, string EpisodeId) : IComparable<Attention>
{
    /// <inheritdoc />
    public int CompareTo(Attention other)
    {
        var byReason = Reason.CompareTo(other.Reason);
        if (byReason != 0)
        {
            return byReason;
        }

        var byDays = (DaysSinceLast ?? int.MaxValue).CompareTo(other.DaysSinceLast ?? int.MaxValue);
        return byDays != 0 ? byDays : string.CompareOrdinal(EpisodeId, other.EpisodeId);
    }

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(Attention left, Attention right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(Attention left, Attention right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/> or is the same.</summary>
    public static bool operator <=(Attention left, Attention right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/> or is the same.</summary>
    public static bool operator >=(Attention left, Attention right) => left.CompareTo(right) >= 0;
}
