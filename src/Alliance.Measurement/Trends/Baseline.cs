using System.Collections.Immutable;

namespace Alliance.Measurement.Trends;

/// <summary>How well the early alliance is known.</summary>
public enum BaselineStatus
{
    /// <summary>No session from 3 to 5 was scored; session 1 does not stand in for it.</summary>
    None,

    /// <summary>One was scored.</summary>
    Single,

    /// <summary>Two or three were scored.</summary>
    Ok,
}

/// <summary>
/// The early alliance: mean of the scored sessions 3 to 5, in the metric of the instrument. Source: Crits-Christoph et al. 2011.
/// </summary>
public readonly record struct Baseline
{
    /// <summary>First session that counts, included.</summary>
    public const int FirstSession = 3;

    /// <summary>Last session that counts, included.</summary>
    public const int LastSession = 5;

    // The eight possible sets of sessions, so that no series allocates its own.
    private static readonly ImmutableArray<ImmutableArray<int>> Sets =
        [[], [3], [4], [3, 4], [5], [3, 5], [4, 5], [3, 4, 5]];

    private readonly int _set;
    private readonly double _value;
    private readonly double _standardError;

    private Baseline(int set, double value, double standardError)
    {
        _set = set;
        _value = value;
        _standardError = standardError;
    }

    /// <summary>How well it is known.</summary>
    public BaselineStatus Status => Math.Min(Sessions.Length, 2) switch
    {
        0 => BaselineStatus.None,
        1 => BaselineStatus.Single,
        _ => BaselineStatus.Ok,
    };

    /// <summary>The mean; null where no session counts.</summary>
    public double? Value => _set == 0 ? null : _value;

    /// <summary>SEM / sqrt(k) with k sessions: the error of the items alone; null where no session counts.</summary>
    public double? StandardError => _set == 0 ? null : _standardError;

    /// <summary>The sessions that count, rising.</summary>
    public ImmutableArray<int> Sessions => Sets[_set];

    /// <summary>The baseline of a series.</summary>
    /// <param name="model">The scale.</param>
    /// <param name="sessions">Its scored sessions, session numbers from 1 and rising.</param>
    /// <exception cref="ArgumentException">Session numbers do not rise from 1 on, or a score is outside the range of the scale.</exception>
    public static Baseline Of(ScaleModel model, ReadOnlySpan<ScoredSession> sessions)
    {
        ArgumentNullException.ThrowIfNull(model);
        ScoredSession.Check(model, sessions);
        return OfChecked(model, sessions);
    }

    internal static Baseline OfChecked(ScaleModel model, ReadOnlySpan<ScoredSession> sessions)
    {
        var (set, count, sum) = (0, 0, 0.0);
        foreach (ref readonly var form in sessions)
        {
            if (form.Session > LastSession)
                break;
            if (form.Session < FirstSession)
                continue;
            set |= 1 << (form.Session - FirstSession);
            count++;
            sum += form.Score;
        }

        return count == 0
            ? default
            : new Baseline(set, sum / count * model.Factor, model.StandardError / Math.Sqrt(count) * model.Factor);
    }
}

/// <summary>The words of a baseline's status in data that leave the library.</summary>
public static class BaselineStatusNames
{
    /// <summary>The status in lower case, such as <c>single</c>.</summary>
    public static string Text(this BaselineStatus status) => status switch
    {
        BaselineStatus.None => "none",
        BaselineStatus.Single => "single",
        BaselineStatus.Ok => "ok",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such status."),
    };
}
