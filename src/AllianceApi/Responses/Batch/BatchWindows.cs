using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Responses.Batch;

/// <summary>
/// Files the lines of one window. They are put together by episode, so that each series is brought up to date once; a work of the
/// store takes some episodes with all their lines, and few works wait at a time, so that other callers' writes pass in between.
/// </summary>
internal sealed class BatchWindows(Database database, BatchFiling filing, ILogger<BatchWindows> log)
{
    private const int LinesOfAWork = 256;
    private const int EpisodesOfAWork = 32;
    private const int WorksAtATime = 2;

    /// <summary>Files the lines; what becomes of each is told when it is on disk.</summary>
    public async Task<IReadOnlyList<LineResult>> File(Call call, BatchFormat format, IReadOnlyList<WaitingLine> lines, DryRun? dryRun)
    {
        var results = new Dictionary<int, LineResult>(lines.Count);
        foreach (var line in lines.Where(l => l.EpisodeId is null))
        {
            results[line.Number] = LineResult.Of(line.Number, line.Known!.Refusal!);
        }

        var running = new Queue<Task<IReadOnlyList<LineResult>>>();
        foreach (var work in Works(lines))
        {
            // A dry run keeps what it has seen for the lines that follow, and so takes one work after the other.
            running.Enqueue(Guarded(work, () => dryRun is null ? Task.Run(() => Save(call, Read(format, work))) : Try(call, Read(format, work), dryRun)));
            if (running.Count == WorksAtATime)
            {
                Note(await running.Dequeue());
            }
        }

        while (running.TryDequeue(out var work))
        {
            Note(await work);
        }

        return [.. lines.Select(l => results[l.Number])];

        void Note(IReadOnlyList<LineResult> ended)
        {
            foreach (var result in ended)
            {
                results[result.Line] = result;
            }
        }
    }

    // The lines of a work, those of one episode beside each other.
    private static List<List<WaitingLine>> Works(IReadOnlyList<WaitingLine> lines)
    {
        var works = new List<List<WaitingLine>>();
        var episodes = 0;
        foreach (var episode in lines.Where(l => l.EpisodeId is not null).GroupBy(l => l.EpisodeId!, StringComparer.Ordinal))
        {
            if (works.Count == 0 || works[^1].Count >= LinesOfAWork || episodes == EpisodesOfAWork)
            {
                works.Add([]);
                episodes = 0;
            }

            episodes++;

            works[^1].AddRange(episode);
        }

        return works;
    }

    private static ReadLines Read(BatchFormat format, List<WaitingLine> waiting)
    {
        var read = waiting.ConvertAll(w => w.Read(format));
        return new ReadLines(
            [.. read.Where(l => l.EpisodeId is not null).GroupBy(l => l.EpisodeId!, StringComparer.Ordinal).Select(g => new EpisodeLines(g.Key, [.. g]))],
            [.. read.Where(l => l.EpisodeId is null).Select(l => LineResult.Of(l.Number, l.Refusal!))]);
    }

    // What was sent in full is filed, also where the sender has gone: so nothing here is cancelled.
    private async Task<IReadOnlyList<LineResult>> Save(Call call, ReadLines lines)
    {
        if (lines.Episodes.Count == 0)
        {
            return lines.Refused;
        }

        var plans = await database.Read(session => filing.Decide(session, call, lines.Episodes), CancellationToken.None);
        var saved = await database.Write(session => filing.Save(session, call, plans), CancellationToken.None);
        return [.. saved.SelectMany(p => p.Results), .. lines.Refused];
    }

    private async Task<IReadOnlyList<LineResult>> Try(Call call, ReadLines lines, DryRun dryRun)
    {
        var plans = await database.Read(session => filing.Try(session, call, lines.Episodes, dryRun), CancellationToken.None);
        return [.. plans.SelectMany(p => p.Results).Select(r => r.Status == StatusCodes.Status201Created ? r with { Id = null } : r), .. lines.Refused];
    }

    private async Task<IReadOnlyList<LineResult>> Guarded(List<WaitingLine> lines, Func<Task<IReadOnlyList<LineResult>>> work)
    {
        try
        {
            return await work();
        }
        catch (StoreUnavailableException e)
        {
            return Refused(lines, new Refusal(ProblemType.Unavailable, $"{e.Message} Nothing of this line was kept; send it again."));
        }
        catch (Exception e)
        {
            BatchLog.WorkBroke(log, e.GetType().FullName!, e.StackTrace ?? "");
            return Refused(lines, new Refusal(ProblemType.Unexpected, "Something broke on our side. Nothing of this line was stored. The traceId leads to the cause in the log."));
        }
    }

    private static List<LineResult> Refused(List<WaitingLine> lines, Refusal refusal) => lines.ConvertAll(l => LineResult.Of(l.Number, refusal));

    /// <summary>The lines of a work, read: by episode, and those that turned out to be no JSON.</summary>
    private sealed record ReadLines(IReadOnlyList<EpisodeLines> Episodes, IReadOnlyList<LineResult> Refused);
}

/// <summary>What a batch says in the log.</summary>
internal static partial class BatchLog
{
    // The type and the place, never the message: an exception may name a value of a client's.
    [LoggerMessage(3001, LogLevel.Error, "A work of a batch broke: {Exception}\n{Stack}")]
    public static partial void WorkBroke(ILogger logger, string exception, string stack);
}
