using System.Globalization;
using AllianceApi.Responses.Batch;

namespace AllianceApi.Shell;

/// <summary>Counts what became of the lines of an import, and says how far it is and how it ended.</summary>
internal sealed class ImportProgress(ProgressLine line, TimeProvider clock, long bytes)
{
    private readonly long _started = clock.GetTimestamp();
    private BatchTotals _totals = BatchTotals.None;
    private long _read;

    /// <summary>Takes in results; <paramref name="position"/> is how far the file is read.</summary>
    public void Show(IReadOnlyList<LineResult> results, long position)
    {
        // Reading is one window of lines ahead: what was read when the last results came is what these end with.
        _totals = _totals.Plus(results);
        var share = bytes == 0 ? 1 : (double)_read / bytes;
        _read = position;
        line.Show(share, () => Text(share));
    }

    /// <summary>What to say of its end, line by line.</summary>
    public IEnumerable<string> End(bool isDryRun, bool isWhole, ImportErrors errors)
    {
        if (isWhole)
        {
            line.End(1, Text(1));
        }

        line.Leave();
        var seconds = clock.GetElapsedTime(_started).TotalSeconds;
        var would = isDryRun ? "Nothing was stored. It would be: " : "";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{would}{_totals.Created:N0} created, {_totals.Unchanged:N0} unchanged, {_totals.Refused:N0} refused in {seconds:0.0} s ({Lines / Math.Max(seconds, 0.001):N0} lines/s).");
        foreach (var kind in errors.Kinds)
        {
            yield return $"  {kind}";
        }

        if (errors.Path is not null)
        {
            yield return $"The refused lines with their problems stand in {errors.Path}.";
        }

        if (!isWhole)
        {
            yield return "The import was stopped before the end of the file. Run it again to go on.";
        }
    }

    private long Lines => _totals.Created + _totals.Unchanged + _totals.Refused;

    private string Text(double share)
    {
        var elapsed = clock.GetElapsedTime(_started);
        var remaining = share > 0 ? elapsed * ((1 - share) / share) : TimeSpan.Zero;
        var left = share > 0 ? string.Create(CultureInfo.InvariantCulture, $"left {(int)remaining.TotalMinutes}:{remaining.Seconds:00}  ") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Lines:N0} lines  {Lines / Math.Max(elapsed.TotalSeconds, 0.001):N0}/s  {left}created {_totals.Created:N0}  unchanged {_totals.Unchanged:N0}  refused {_totals.Refused:N0}");
    }
}
