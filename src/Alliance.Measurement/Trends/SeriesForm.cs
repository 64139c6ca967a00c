using System.Collections.Immutable;
using Alliance.Measurement.Scoring;

namespace Alliance.Measurement.Trends;

/// <summary>One response of a series: answers of one rater to one instrument, already scored.</summary>
/// <param name="Session">Session number, from 1; each once in a series.</param>
/// <param name="HeldAt">When the session was held, with the offset in which it was given: it tells the calendar date.</param>
/// <param name="Means">Mean of each scale in the order of the instrument's scales; null where too few items were answered.</param>
/// <param name="Flags">What stands out about the way it was answered.</param>
public sealed record SeriesForm(int Session, DateTimeOffset HeldAt, ImmutableArray<double?> Means, ResponseFlags Flags)
{
    /// <summary>Whether at least one scale was scored: only then the form counts.</summary>
    public bool IsScored
    {
        get
        {
            foreach (var mean in Means)
            {
                if (mean is not null)
                    return true;
            }

            return false;
        }
    }
}
