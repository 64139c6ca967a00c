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
    private const int LinesOfAWork = 64;
    private const int WorksAtATime = 3;

    /// <summary>Files the lines; what becomes of each is told when it is on disk.</summary>
    /// <returns>What became of each, in their order.</returns>
    public async Task<IReadOnlyList<LineResult>> File(Call call, BatchFormat format, IReadOnlyList<WaitingLine> lines, DryRun? dryRun)
    {
        var results = new List<LineResult>(lines.Count);
        results.AddRange(lines.Where(l => l.EpisodeId is null).Select(l => LineResult.Of(l.Number, l.Known!.Refusal!)));
        var running = new Queue<Task<IReadOnlyList<LineResult>>>();
        var atATime = dryRun is null ? WorksAtATime : 1; // a dry run keeps what it has seen for the lines that follow
        foreach (var work in Works(lines))
        {
            running.Enqueue(Guarded(work, () => dryRun is null ? Task.Run(() => Save(call, ReadLines.Of(format, work))) : Try(call, ReadLines.Of(format, work), dryRun)));
            if (running.Count == atATime)
            {
                results.AddRange(await running.Dequeue());
            }
        }

        while (running.TryDequeue(out var work))
        {
            results.AddRange(await work);
        }

        results.Sort((a, b) => a.Line.CompareTo(b.Line));
        return results;
    }

    // The lines of each work, those of one episode beside each other in their order. They are copied only as their work begins.
    private static IEnumerable<List<WaitingLine>> Works(IReadOnlyList<WaitingLine> lines)
    {
        var episodes = new Dictionary<string, int>(StringComparer.Ordinal);
        var places = new List<(int Episode, int Place)>(lines.Count);
        for (var place = 0; place < lines.Count; place++)
        {
            if (lines[place].EpisodeId is { } id)
            {
                places.Add((episodes.TryGetValue(id, out var known) ? known : episodes[id] = episodes.Count, place));
            }
        }

        places.Sort();
        var work = new List<WaitingLine>();
        var last = -1;
        foreach (var (episode, place) in places)
        {
            if (episode != last && work.Count >= LinesOfAWork)
            {
                yield return work;
                work = [];
            }

            last = episode;
            work.Add(lines[place]);
        }

        if (work.Count > 0)
        {
            yield return work;
        }
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
    private sealed record ReadLines(IReadOnlyList<EpisodeLines> Episodes, IReadOnlyList<LineResult> Refused)
    {
        /// <summary>Reads lines that stand beside the others of their episode.</summary>
        public static ReadLines Of(BatchFormat format, List<WaitingLine> waiting)
        {
            var (episodes, refused) = (new List<EpisodeLines>(), new List<LineResult>());
            foreach (var line in waiting.Select(w => w.Read(format)))
            {
                if (line.EpisodeId is null)
                {
                    refused.Add(LineResult.Of(line.Number, line.Refusal!));
                    continue;
                }

                if (episodes.Count == 0 || episodes[^1].EpisodeId != line.EpisodeId)
                {
                    episodes.Add(new EpisodeLines(line.EpisodeId, []));
                }

                episodes[^1].Lines.Add(line);
            }

            return new ReadLines(episodes, refused);
        }
    }
}

/// <summary>What a batch says in the log.</summary>
internal static partial class BatchLog
{
    // The type and the place, never the message: an exception may name a value of a client's.
    [LoggerMessage(3001, LogLevel.Error, "A work of a batch broke: {Exception}\n{Stack}")]
    public static partial void WorkBroke(ILogger logger, string exception, string stack);
}
