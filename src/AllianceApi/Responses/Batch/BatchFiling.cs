using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses.Filing;
using AllianceApi.Storage;
using AllianceApi.Trends;
using AllianceApi.Visibility;

namespace AllianceApi.Responses.Batch;

/// <summary>
/// Files the lines of a batch by the rules of a single submission, many at once: each episode is loaded once, each line is
/// decided on what is stored and on the lines before it, and each series is brought up to date once, after its last line.
/// </summary>
internal sealed class BatchFiling(InstrumentRegistry instruments, SeriesUpdate series)
{
    /// <summary>Decides what becomes of the lines of some episodes, down to their trends; saves nothing.</summary>
    public IReadOnlyList<EpisodePlan> Decide(Session session, Call call, IReadOnlyList<EpisodeLines> episodes) =>
        [.. episodes.Select(e => Decide(session, call, e))];

    /// <summary>Decides what would become of the lines after all that <paramref name="dryRun"/> has seen before.</summary>
    public IReadOnlyList<EpisodePlan> Try(Session session, Call call, IReadOnlyList<EpisodeLines> episodes, DryRun dryRun) =>
        [.. episodes.Select(e => Try(session, call, e, dryRun))];

    /// <summary>Saves what was decided, and decides again what no longer holds.</summary>
    public IReadOnlyList<EpisodePlan> Save(Session session, Call call, IReadOnlyList<EpisodePlan> plans)
    {
        var organization = call.Caller.Organization;
        var current = plans.Select(p => Current(session, call, p)).ToList();
        SessionStore.Insert(session, organization, [.. current.SelectMany(PrepareSessions)]);
        var rows = current.SelectMany(p => Promised(session, organization, p).Select(m => (Plan: p, Row: m.Row with
        {
            Number = m.Session.Row.Number,
            ReceivedAt = session.Now,
            RecordedAt = session.Now,
            RecordedBy = call.Caller.KeyId,
            ClientId = p.File!.Episode.ClientId,
            Promise = m.Promise,
        }))).ToList();
        ResponseStore.Insert(session, organization, rows.ConvertAll(r => r.Row));
        foreach (var (plan, row) in rows)
        {
            session.Publish(organization, "response.created", row.EpisodeId, plan.File!.Episode.ClinicianId, row.Path);
        }

        foreach (var plan in current)
        {
            Update(session, call, plan);
            Audit(session, call, plan);
        }

        return current;

        IEnumerable<(string, SessionRow)> PrepareSessions(EpisodePlan plan) => SaveSessions(session, organization, plan);
    }

    // All that is new of one client is given under one promise: the one in force as it is saved.
    private static IEnumerable<(SessionEntry Session, ResponseRow Row, long Promise)> Promised(Session session, string organization, EpisodePlan plan)
    {
        if (plan.Made.Count == 0)
        {
            return [];
        }

        var promise = VisibilityStore.Keep(session, organization, VisibilityStore.InForce(session, organization, plan.File!.Episode.ClientId)).Packed;
        return plan.Made.Select(m => (m.Session, m.Row, promise));
    }

    /// <summary>Notes every line in the audit log, as a single call would.</summary>
    private static void Audit(Session session, Call call, EpisodePlan plan)
    {
        for (var i = 0; i < plan.Results.Count; i++)
        {
            var line = plan.Lines.Lines[i];
            session.ClientId = plan.WasSeen[i] ? plan.File?.Episode.ClientId : null;
            session.Audit(plan.Lines.AreOfNone ? new OpenBatch(call, false) : new SubmitResponse(call, plan.Lines.EpisodeId, line.Submission!), plan.Results[i].Refusal);
        }
    }

    private EpisodePlan Decide(Session session, Call call, EpisodeLines lines)
    {
        var organization = call.Caller.Organization;
        var plan = DecideLines(session, call, lines, Load(session, call, lines, FirstNamed(lines)), SeriesUpdate.Changes(session, call, lines.EpisodeId));
        foreach (var key in plan.Made.Select(m => m.Row.Key).Distinct())
        {
            var document = instruments.Find(session, organization, key.Instrument, key.Version)!;
            plan.Pictures.Add((key, series.Picture(document, plan.File!.Series[key].Forms(plan.File.Sessions))));
        }

        plan.File?.KeepChanges();
        return plan;
    }

    private EpisodePlan Try(Session session, Call call, EpisodeLines lines, DryRun dryRun)
    {
        var file = dryRun.Find(lines.EpisodeId);
        file?.Include(session, call.Caller.Organization, Keys(session, call.Caller.Organization, lines));
        var plan = DecideLines(session, call, lines, file ?? Load(session, call, lines, from: 0), 0);
        if (plan.Made.Count > 0)
        {
            dryRun.Keep(plan.File!);
        }

        Audit(session, call, plan);
        return plan;
    }

    private EpisodePlan DecideLines(Session session, Call call, EpisodeLines lines, EpisodeFile? file, long changes)
    {
        var plan = new EpisodePlan(lines, file, changes);
        var ids = new Queue<string>(session.NewIds(lines.Lines.Count));
        foreach (var line in lines.Lines)
        {
            plan.Results.Add(DecideLine(session, call, plan, line, ids));
        }

        return plan;
    }

    // What a later line of a dry run names is not known yet, so it starts from the whole episode.
    private EpisodeFile? Load(Session session, Call call, EpisodeLines lines, int from)
    {
        var organization = call.Caller.Organization;
        if (lines.AreOfNone || EpisodeStore.Find(session, call.Caller, Operation.WriteResponse, lines.EpisodeId) is not { } episode)
        {
            return null;
        }

        return EpisodeFile.Load(session, organization, episode, Keys(session, organization, lines), from);
    }

    // Lines without a number ask for the last session, or for all.
    private static int FirstNamed(EpisodeLines lines) => lines.Lines.Min(l => l.Submission?.Session?.Number) ?? int.MaxValue;

    private EpisodePlan Current(Session session, Call call, EpisodePlan plan)
    {
        return plan.Lines.AreOfNone
            || (EpisodeStore.Find(session, call.Caller, Operation.WriteResponse, plan.Lines.EpisodeId) is not null // and holds it from here on
                && plan.StillHolds(SeriesUpdate.Changes(session, call, plan.Lines.EpisodeId)))
            ? plan
            : Decide(session, call, plan.Lines);
    }

    private LineResult DecideLine(Session session, Call call, EpisodePlan plan, BatchLine line, Queue<string> ids)
    {
        var (assessment, refusal) = Assess(session, call.Caller.Organization, line);
        plan.WasSeen.Add(assessment is not null);
        if (assessment is null || plan.File is not { } file)
        {
            return LineResult.Of(line.Number, refusal ?? Refusal.NotFound("episode"));
        }

        switch (ResponseFiling.Decide(file.Known(session, call.Caller.Organization), plan.Lines.EpisodeId, line.Submission!, assessment, session.Now))
        {
            case Filed.New made:
                var row = made.Row with { ResponseId = ids.Dequeue() };
                var entry = file.Apply(made.Session);
                file.Series[row.Key].Add(entry, FiledForm.Of(row));
                plan.Made.Add((entry, row));
                return LineResult.Of(line.Number, StatusCodes.Status201Created, row.ResponseId);
            case Filed.Again again:
                file.Apply(again.Session);
                return LineResult.Of(line.Number, StatusCodes.Status200OK, again.Stored.ResponseId);
            case var filed:
                return LineResult.Of(line.Number, ((Filed.Refused)filed).Refusal);
        }
    }

    private IEnumerable<SeriesKey> Keys(Session session, string organization, EpisodeLines lines) => lines.Lines
        .Select(l => Assess(session, organization, l).Assessment?.Key(lines.EpisodeId, l.Submission!.Rater!))
        .OfType<SeriesKey>()
        .Distinct();

    // An own instrument may change until it is used, so what it makes of the answers is found out in the work itself.
    private (Assessment? Assessment, Refusal? Refusal) Assess(Session session, string organization, BatchLine line) => line.IsOpen
        ? Assessment.Of(instruments.Find(session, organization, line.Submission!.Instrument!), line.Submission, line.Faults)
        : (line.Assessment, line.Refusal);

    // Sessions that are stored first get their new numbers; the new ones are given back, to be inserted with those of other episodes.
    private static IEnumerable<(string EpisodeId, SessionRow Row)> SaveSessions(Session session, string organization, EpisodePlan plan)
    {
        if (plan.File is not { } file)
        {
            return [];
        }

        if (file.OthersMoved)
        {
            SessionStore.Move(session, organization, plan.Lines.EpisodeId, [.. file.Sessions.Select(s => s.Moved).OfType<(int, int)>()]);
        }

        foreach (var entry in file.Sessions.Where(s => s is { StoredNumber: not null, IsCompleted: true }))
        {
            SessionStore.Complete(session, organization, plan.Lines.EpisodeId, entry.Row);
        }

        return file.Sessions.Where(s => s.StoredNumber is null).Select(s => (plan.Lines.EpisodeId, s.Row with { CreatedAt = session.Now, RecordedAt = session.Now }));
    }

    private void Update(Session session, Call call, EpisodePlan plan)
    {
        if (plan.File is not { } file || (plan.Made.Count == 0 && !file.OthersMoved))
        {
            return;
        }

        if (file.OthersMoved)
        {
            series.OfEpisode(session, call, file.Episode, [.. plan.Pictures.Select(p => p.Key)]);
        }

        foreach (var (key, picture) in plan.Pictures)
        {
            series.Save(session, call, file.Episode, key, picture);
        }
    }
}
