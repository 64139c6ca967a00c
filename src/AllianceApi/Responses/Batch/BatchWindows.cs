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
    private const int LinesOfAWork = 512;
    private const int WorksAtATime = 4;

    /// <summary>Files the lines; what becomes of each is told when it is on disk.</summary>
    public async Task<IReadOnlyList<LineResult>> File(Call call, IReadOnlyList<BatchLine> lines, DryRun? dryRun)
    {
        var results = new Dictionary<int, LineResult>(lines.Count);
        foreach (var line in lines.Where(l => l.EpisodeId is null))
        {
            results[line.Number] = LineResult.Of(line.Number, line.Refusal!);
        }

        var running = new Queue<Task<IReadOnlyList<LineResult>>>();
        foreach (var episodes in Works(lines))
        {
            running.Enqueue(Guarded(episodes, () => dryRun is null ? Save(call, episodes) : Try(call, episodes, dryRun)));
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

    private static List<List<EpisodeLines>> Works(IReadOnlyList<BatchLine> lines)
    {
        var episodes = new Dictionary<string, EpisodeLines>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line.EpisodeId is { } id)
            {
                if (!episodes.TryGetValue(id, out var of))
                {
                    episodes[id] = of = new EpisodeLines(id, []);
                }

                of.Lines.Add(line);
            }
        }

        var works = new List<List<EpisodeLines>>();
        var count = LinesOfAWork;
        foreach (var episode in episodes.Values)
        {
            if (count >= LinesOfAWork)
            {
                count = 0;
                works.Add([]);
            }

            works[^1].Add(episode);
            count += episode.Lines.Count;
        }

        return works;
    }

    // What was sent in full is filed, also where the sender has gone: so nothing here is cancelled.
    private async Task<IReadOnlyList<LineResult>> Save(Call call, IReadOnlyList<EpisodeLines> episodes)
    {
        var plans = await database.Read(session => filing.Decide(session, call, episodes), CancellationToken.None);
        var saved = await database.Write(session => filing.Save(session, call, plans), CancellationToken.None);
        return [.. saved.SelectMany(p => p.Results)];
    }

    private async Task<IReadOnlyList<LineResult>> Try(Call call, IReadOnlyList<EpisodeLines> episodes, DryRun dryRun)
    {
        var plans = await database.Read(session => filing.Try(session, call, episodes, dryRun), CancellationToken.None);
        return [.. plans.SelectMany(p => p.Results).Select(r => r.Status == StatusCodes.Status201Created ? r with { Id = null } : r)];
    }

    private async Task<IReadOnlyList<LineResult>> Guarded(IReadOnlyList<EpisodeLines> episodes, Func<Task<IReadOnlyList<LineResult>>> work)
    {
        try
        {
            return await work();
        }
        catch (StoreUnavailableException e)
        {
            return Refused(episodes, new Refusal(ProblemType.Unavailable, $"{e.Message} Nothing of this line was kept; send it again."));
        }
        catch (Exception e)
        {
            BatchLog.WorkBroke(log, e.GetType().FullName!, e.StackTrace ?? "");
            return Refused(episodes, new Refusal(ProblemType.Unexpected, "Something broke on our side. Nothing of this line was stored. The traceId leads to the cause in the log."));
        }
    }

    private static List<LineResult> Refused(IReadOnlyList<EpisodeLines> episodes, Refusal refusal) =>
        [.. episodes.SelectMany(e => e.Lines).Select(l => LineResult.Of(l.Number, refusal))];
}

/// <summary>What a batch says in the log.</summary>
internal static partial class BatchLog
{
    // The type and the place, never the message: an exception may name a value of a client's.
    [LoggerMessage(3001, LogLevel.Error, "A work of a batch broke: {Exception}\n{Stack}")]
    public static partial void WorkBroke(ILogger logger, string exception, string stack);
}
