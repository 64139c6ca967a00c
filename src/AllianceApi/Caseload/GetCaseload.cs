using System.Globalization;
using AllianceApi.Access;
using AllianceApi.Alerts;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Trends;
using AllianceApi.Visibility;
using MediatR;

namespace AllianceApi.Caseload;

/// <summary>One look before the session: the open episodes, who needs attention first, and why.</summary>
internal sealed record GetCaseload(Call Call, PageRequest Page) : IRequest<Outcome<Page<CaseloadItem>>>, ICall
{
    public Operation Operation => Operation.ReadCaseload;

    public string Resource => "/v1/caseload";

    /// <summary>What is asked, whoever asks.</summary>
    public object Question => (nameof(GetCaseload), Page["clinicianId"], Page["sort"], Page.Limit, Page.After);

    public static GetCaseload Read(Input input)
    {
        var page = input.Page("clinicianId", "sort");
        input.QueryId("clinicianId");
        input.QueryOneOf("sort", ["attention"]);
        return new GetCaseload(input.Call, page);
    }
}

internal sealed class GetCaseloadHandler(Database database, InstrumentRegistry instruments, CaseloadShelf shelf) : IRequestHandler<GetCaseload, Outcome<Page<CaseloadItem>>>
{
    public Task<Outcome<Page<CaseloadItem>>> Handle(GetCaseload request, CancellationToken cancellationToken) =>
        database.ReadLasting(request, request.Question, session => Get(session, request), cancellationToken);

    private Outcome<Page<CaseloadItem>> Get(Session session, GetCaseload request)
    {
        var caller = request.Call.Caller;
        var clinicianId = request.Page["clinicianId"];
        var reach = caller.Clinicians(request.Operation);
        var today = DateOnly.FromDateTime(session.At.UtcDateTime);
        // What is held back for some time is never put on the shelf: nothing in the store changes when its time comes.
        if (VisibilityStore.AnyHolds(session, caller.Organization))
        {
            return Outcome<Page<CaseloadItem>>.Ready(Render(session, request, clinicianId, today));
        }

        session.Lasts = true;
        var key = new CaseloadShelfKey(
            caller.Organization, reach is null ? "" : string.Join(' ', reach), clinicianId, request.Page["sort"], request.Page.Limit, request.Page.After, EpisodeSight.AudienceOf(caller.Role), today,
            $"{CaseloadStore.Fingerprint(session, caller, clinicianId)} {VisibilityStore.Fingerprint(session, caller.Organization)}");
        return Outcome<Page<CaseloadItem>>.Ready(shelf.Get(key, () => Render(session, request, clinicianId, today)));
    }

    private Rendered Render(Session session, GetCaseload request, string? clinicianId, DateOnly today)
    {
        var caller = request.Call.Caller;
        var alerts = AlertStore.OpenOf(session, caller, request.Operation, clinicianId).ToLookup(a => a.EpisodeId);
        var scores = CaseloadStore.Sparklines(session, caller, clinicianId).ToLookup(r => r.EpisodeId);
        var entries = CaseloadStore.Rows(session, caller, request.Operation, clinicianId)
            .GroupBy(r => r.EpisodeId)
            .Select(CaseloadRow.Shown)
            .Select(r => Entry(session, caller, r, [.. scores[r.EpisodeId]], alerts[r.EpisodeId], today))
            .OrderBy(e => e.Attention)
            .ToList();
        var ranked = entries.Select((e, i) => e.Item with { Attention = e.Item.Attention with { Rank = i + 1 } }).ToList();
        var from = request.Page.After is { } after ? From(after, ranked) : 0;
        var page = request.Page.Of([.. ranked.Skip(from).Take(request.Page.Limit + 1)], i => $"{i.Attention.Rank} {i.EpisodeId}", caller.Organization);
        var bytes = ApiJson.Bytes(page.Value!);
        return new Rendered(bytes, EntityTag.Of(0, bytes), page.NextPage);
    }

    private CaseloadEntry Entry(Session session, Caller caller, CaseloadRow row, List<SparklineRow> scores, IEnumerable<AlertRow> alerts, DateOnly today)
    {
        var usual = Document(session, caller, row.Reference);
        var sight = EpisodeSight.Of(session, caller, row.EpisodeId, row.ClientId);
        var seen = new AlertSight(sight, scores.ConvertAll(s => s.Promised));
        var told = alerts
            .Select(a => (Alert: a, Detail: seen.Of(a)))
            .Where(a => a.Detail != AlertDetail.Hidden)
            .Select(a => new SeenAlert(a.Alert, Document(session, caller, $"{a.Alert.Instrument}@{a.Alert.Version}").Model, a.Detail));
        var series = CaseloadSeries.Of(row, usual, scores, sight, key => SeriesStore.Members(session, caller.Organization, key));
        return CaseloadEntry.Of(row, usual.Model, series, [.. told], today);
    }

    // After the last row of the page before, wherever it ranks now; where it has left the caseload, after the place that it had.
    private static int From(string after, List<CaseloadItem> ranked)
    {
        var (rank, episode) = after.Split(' ', 2) is [var r, var e] ? (int.Parse(r, CultureInfo.InvariantCulture), e) : (0, after);
        var at = ranked.FindIndex(i => i.EpisodeId == episode);
        return at < 0 ? Math.Max(0, rank - 1) : at + 1;
    }

    private (InstrumentDocument Document, Alliance.Measurement.Trends.SeriesModel Model) Document(Session session, Caller caller, string instrument)
    {
        var document = instruments.Find(session, caller.Organization, instrument)!;
        return (document, instruments.Model(document.Instrument));
    }
}
