using System.Globalization;
using AllianceApi.Responses.Batch;

namespace AllianceApi.Shell;

/// <summary>Shows how far an import is: one line that is written over on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class ImportProgress(TextWriter output, bool isPlain, TimeProvider clock, long bytes)
{
    private const int BarLength = 24;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan EveryPlain = TimeSpan.FromSeconds(5);

    private readonly long _started = clock.GetTimestamp();
    private long _shown;
    private BatchTotals _totals = BatchTotals.None;

    /// <summary>Takes in results; <paramref name="position"/> is how far the file is read.</summary>
    public void Show(IReadOnlyList<LineResult> results, long position)
    {
        _totals = _totals.Plus(results);
        if (_shown != 0 && clock.GetElapsedTime(_shown) < (isPlain ? EveryPlain : Every))
        {
            return;
        }

        _shown = clock.GetTimestamp();
        var text = Line(bytes == 0 ? 1 : (double)position / bytes);
        if (isPlain)
        {
            output.WriteLine(text);
        }
        else
        {
            output.Write($"\r{text}\u001b[K");
        }
    }

    /// <summary>Says how it ended.</summary>
    public void End(BatchTotals totals, bool isDryRun, bool isWhole, string? errors)
    {
        if (!isPlain)
        {
            output.WriteLine();
        }

        var would = isDryRun ? "Nothing was stored. It would be: " : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{would}{totals.Created:N0} created, {totals.Unchanged:N0} unchanged, {totals.Refused:N0} refused in {clock.GetElapsedTime(_started).TotalSeconds:0.0} s."));
        if (errors is not null)
        {
            output.WriteLine($"The refused lines with their problems stand in {errors}.");
        }

        if (!isWhole)
        {
            output.WriteLine("The import was stopped before the end of the file. Run it again to go on.");
        }
    }

    private string Line(double share)
    {
        var elapsed = clock.GetElapsedTime(_started);
        var lines = _totals.Created + _totals.Unchanged + _totals.Refused;
        var left = share > 0 ? elapsed * ((1 - share) / share) : TimeSpan.Zero;
        var bar = isPlain ? "" : $"[{new string('#', (int)(share * BarLength)).PadRight(BarLength, '.')}] ";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{bar}{share:P0}  {lines:N0} lines  {lines / Math.Max(elapsed.TotalSeconds, 0.001):N0}/s  created {_totals.Created:N0}  unchanged {_totals.Unchanged:N0}  refused {_totals.Refused:N0}  left {(int)left.TotalMinutes}:{left.Seconds:00}");
    }
}
