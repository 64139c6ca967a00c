using System.Collections.Immutable;
using Alliance.Measurement.Instruments;

namespace Alliance.Measurement.Trends;

/// <summary>What a submission measures: one rater's view of one session in one series.</summary>
/// <param name="Series">The caller's key of client, episode and instrument version together.</param>
/// <param name="Rater">Who answered.</param>
/// <param name="Session">Session number.</param>
public readonly record struct MeasurementKey(string Series, Rater Rater, int Session);

/// <summary>One submission in a history of submissions: a form that was handed in, or the voiding of another one.</summary>
/// <param name="Id">Identifier, unique in the history; the same id again is the same submission delivered again.</param>
/// <param name="Key">What it measures.</param>
/// <param name="SubmittedAt">When it was handed in.</param>
/// <param name="IsScorable">Whether enough items were answered for a score.</param>
/// <param name="Voids">Identifier of the submission that it voids; then it is no form itself. Null for a form.</param>
public sealed record Submission(string Id, MeasurementKey Key, DateTimeOffset SubmittedAt, bool IsScorable, string? Voids = null);

/// <summary>
/// Selects the submissions that count from a history: for each key the newest scorable one that was not voided, on a tie the one
/// with the ordinally greater id. An unscorable form never replaces a scorable one. The result is a function of the set:
/// the order of arrival and repeated delivery change nothing.
/// </summary>
public static class CountableSubmissions
{
    /// <summary>The submissions that count, by series, rater and session.</summary>
    /// <param name="history">All submissions, in any order.</param>
    /// <exception cref="ArgumentException">One id stands for two different submissions.</exception>
    public static ImmutableArray<Submission> Of(IEnumerable<Submission> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var byId = new Dictionary<string, Submission>(StringComparer.Ordinal);
        var voided = new HashSet<string>(StringComparer.Ordinal);
        foreach (var submission in history)
        {
            if (!byId.TryAdd(submission.Id, submission) && byId[submission.Id] != submission)
                throw new ArgumentException($"Submission {submission.Id} comes twice with different contents.", nameof(history));
            if (submission.Voids is { } target)
                voided.Add(target);
        }

        var newest = new Dictionary<MeasurementKey, Submission>();
        foreach (var form in byId.Values)
        {
            if (form.Voids is not null || !form.IsScorable || voided.Contains(form.Id))
                continue;
            if (!newest.TryGetValue(form.Key, out var other) || IsNewer(form, other))
                newest[form.Key] = form;
        }

        return [.. newest.Values.OrderBy(s => s.Key.Series, StringComparer.Ordinal).ThenBy(s => s.Key.Rater).ThenBy(s => s.Key.Session)];
    }

    private static bool IsNewer(Submission form, Submission other) =>
        form.SubmittedAt > other.SubmittedAt || (form.SubmittedAt == other.SubmittedAt && string.CompareOrdinal(form.Id, other.Id) > 0);
}
