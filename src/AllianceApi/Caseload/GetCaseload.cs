using System.Globalization;
using System.Text.Json;
using Alliance.Measurement.Caseloads;
using Alliance.Measurement.Trends;
using AllianceApi.Access;
using AllianceApi.Alerts;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Trends;
using MediatR;

namespace AllianceApi.Caseload;

/// <summary>One look before the session: the open episodes, who needs attention first, and why.</summary>
internal sealed record GetCaseload(Call Call, PageRequest Page) : IRequest<Outcome<Page<CaseloadItem>>>, ICall
{
    public Operation Operation => Operation.ReadCaseload;

    public string Resource => "/v1/caseload";

    public static GetCaseload Read(Input input)
    {
        var page = input.Page("clinicianId", "sort");
        input.QueryId("clinicianId");
        input.QueryOneOf("sort", ["attention"]);
        return new GetCaseload(input.Call, page);
    }
}

internal sealed class GetCaseloadHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<GetCaseload, Outcome<Page<CaseloadItem>>>
{
    public Task<Outcome<Page<CaseloadItem>>> Handle(GetCaseload request, CancellationToken cancellationToken) =>
        database.Read(request, session => Get(session, request), cancellationToken);

    private Outcome<Page<CaseloadItem>> Get(Session session, GetCaseload request)
    {
        var (caller, clinicianId) = (request.Call.Caller, request.Page["clinicianId"]);
        var alerts = AlertStore.OpenOf(session, caller, request.Operation, clinicianId).ToLookup(a => a.EpisodeId);
        var today = DateOnly.FromDateTime(session.At.UtcDateTime);
        var entries = CaseloadStore.Rows(session, caller, clinicianId)
            .GroupBy(r => r.EpisodeId)
            .Select(g => Entry(session, caller, Shown(g), [.. alerts[g.Key]], today))
            .OrderBy(e => e.Attention)
            .ToList();
        var ranked = entries.Select((e, i) => e.Item with { Attention = e.Item.Attention with { Rank = i + 1 } }).ToList();
        var from = request.Page.After is { } after ? From(after, ranked) : 0;
        return request.Page.Of([.. ranked.Skip(from).Take(request.Page.Limit + 1)], i => $"{i.Attention.Rank} {i.EpisodeId}", caller.Organization);
    }

    // After the last row of the page before, wherever it ranks now; where it has left the caseload, after the place that it had.
    private static int From(string after, List<CaseloadItem> ranked)
    {
        var (rank, episode) = after.Split(' ', 2) is [var r, var e] ? (int.Parse(r, CultureInfo.InvariantCulture), e) : (0, after);
        var at = ranked.FindIndex(i => i.EpisodeId == episode);
        return at < 0 ? Math.Max(0, rank - 1) : at + 1;
    }

    // The usual instrument as the client filled it in last; where there is none, the episode without a series.
    private static CaseloadRow Shown(IEnumerable<CaseloadRow> rows) => rows
        .OrderByDescending(r => r.IsUsual)
        .ThenByDescending(r => r.Rater == "client")
        .ThenByDescending(r => r.LastHeldAt)
        .First();

    private (Attention Attention, CaseloadItem Item) Entry(Session session, Caller caller, CaseloadRow row, IReadOnlyList<AlertRow> alerts, DateOnly today)
    {
        var scoresVisible = caller.Role != Role.Supervisor;
        var document = instruments.Find(session, caller.Organization, row.UsualInstrument)!;
        var headline = row.IsUsual ? JsonSerializer.Deserialize(row.Headline, ResourceJson.Default.SeriesHeadline)! : SeriesHeadline.Of(SeriesTrend.Of(instruments.Model(document.Instrument), []), []);
        var rater = row.IsUsual ? row.Rater! : SeriesChoice.Usual([.. document.Instrument.Raters.Select(r => r.ToString().ToLowerInvariant())]);
        DateTimeOffset? lastHeldAt = row.IsUsual ? Instant.FromStore(row.LastHeldAt!.Value) : null;
        var days = lastHeldAt is { } last ? today.DayNumber - DateOnly.FromDateTime(last.UtcDateTime).DayNumber : (int?)null;
        var primary = headline.Scales.FirstOrDefault(s => s.Scale == document.Instrument.Primary.Name);
        var told = alerts.Select(a => Told(session, caller.Organization, a, document.Instrument.Id, rater)).ToList();
        var (reason, because) = CaseloadAttention.Of(told, primary, headline.Quality);
        var item = new CaseloadItem(
            row.EpisodeId,
            row.ClientId,
            row.ClientLabel,
            row.ClinicianId,
            document.Instrument.Id,
            row.IsUsual ? row.Version! : document.Instrument.Version,
            rater,
            row.IsUsual ? (int)row.Forms!.Value : 0,
            row.IsUsual ? (int?)row.LastNumber : null,
            lastHeldAt,
            days,
            new AttentionResource(0, because),
            scoresVisible ? headline.Scales : [.. headline.Scales.Select(s => s with { Last = null, Sparkline = [] })],
            [.. alerts.Select(a => new AlertReference(a.AlertId, a.Kind, a.State))],
            alerts.Count(a => a.State == "open"),
            headline.Quality);
        return (new Attention(reason, days, row.EpisodeId), item);
    }

    private ToldAlert Told(Session session, string organization, AlertRow alert, string shownInstrument, string shownRater) => new(
        alert,
        instruments.Model(instruments.Find(session, organization, alert.Instrument, alert.Version)!.Instrument),
        OnAnotherForm(alert, shownInstrument, shownRater));

    // The form that an alert looks at, where it is not the one that the row shows.
    private static string? OnAnotherForm(AlertRow alert, string instrument, string rater) => (alert.Instrument == instrument, alert.Rater == rater) switch
    {
        (true, true) => null,
        (true, false) => $"the {alert.Rater}'s form",
        (false, _) => $"the {alert.Rater}'s form {alert.Instrument}",
    };
}
