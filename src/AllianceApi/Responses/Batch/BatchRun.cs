using System.IO.Pipelines;
using AllianceApi.Access;

namespace AllianceApi.Responses.Batch;

/// <summary>
/// Runs a batch from its first byte to its last answer. While one window of lines is filed and answered, the next fills; so the
/// answers begin before the file ends, memory is bounded however long it is, and what waits for an answer is on disk when it comes.
/// </summary>
internal sealed class BatchRun(BatchWindows windows, Call call, bool dryRun, BatchFormat format, Func<IReadOnlyList<LineResult>, Task> answer)
{
    private readonly DryRun? _dryRun = dryRun ? new DryRun() : null;
    private Task _filing = Task.CompletedTask;
    private BatchWindow _open = new(format);
    private BatchWindow _next = new(format);

    public BatchTotals Totals { get; private set; } = BatchTotals.None;

    /// <summary>Takes all lines of <paramref name="input"/>.</summary>
    /// <param name="input">The file.</param>
    /// <param name="longestSilence">How long to wait for more of it.</param>
    /// <param name="cancellationToken">Ends the reading; the whole lines that were read are filed all the same.</param>
    /// <returns>Whether the file was read to its end; a line that was cut off is not stored.</returns>
    public async Task<bool> Run(PipeReader input, TimeSpan longestSilence, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var whole = await Read(input, longestSilence, ended);
        await Close();
        await _filing;
        return whole;
    }

    private async Task<bool> Read(PipeReader input, TimeSpan longestSilence, CancellationTokenSource ended)
    {
        try
        {
            while (true)
            {
                ended.CancelAfter(longestSilence);
                var reading = input.ReadAsync(ended.Token).AsTask();
                while (!reading.IsCompleted && _open.Count > 0 && await Task.WhenAny(reading, _filing) == _filing)
                {
                    await Close();
                }

                var read = await reading;
                var buffer = read.Buffer;
                format.Splitter.Take(ref buffer, _open);
                if (read.IsCompleted)
                {
                    format.Splitter.TakeLast(buffer, _open);
                }

                input.AdvanceTo(read.IsCompleted ? read.Buffer.End : buffer.Start, read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                {
                    return read.IsCompleted;
                }

                if (_open.IsFull)
                {
                    await Close();
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false; // the connection broke, or reading was ended
        }
    }

    // Hands the open window over when the one before is done.
    private async Task Close()
    {
        await _filing;
        (var window, _open, _next) = (_open, _next, _open);
        _filing = window.Count == 0 ? Task.CompletedTask : File(window);
    }

    private async Task File(BatchWindow window)
    {
        var results = await windows.File(call, format, await window.Lines(), _dryRun);
        window.Clear();
        Totals = Totals.Plus(results);
        await answer(results);
    }
}
