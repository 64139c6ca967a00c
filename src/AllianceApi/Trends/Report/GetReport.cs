using System.Globalization;
using Alliance.Measurement.Trends;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.People;
using AllianceApi.Storage;
using AllianceApi.Trends.Chart;
using MediatR;

namespace AllianceApi.Trends.Report;

/// <summary>Reads a course as one page to print or to file, with as much of it as the caller may see.</summary>
internal sealed record GetReport(Call Call, string EpisodeId, NamedInstrument Instrument, string? Rater, DateTimeOffset? AsOf) : IRequest<Outcome<Rendered>>, ICall
{
    public Operation Operation => Operation.ReadTrend;

    public string Resource => $"/v1/episodes/{EpisodeId}/report";

    public static GetReport Read(Input input) => new(
        input.Call, input.PathId("episodeId"), NamedInstrument.Of(input), input.QueryOneOf("rater", Responses.Submission.Raters), input.QueryInstant("asOf")?.Truncated());
}

internal sealed class GetReportHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<GetReport, Outcome<Rendered>>
{
    public Task<Outcome<Rendered>> Handle(GetReport request, CancellationToken cancellationToken) =>
        database.Read(request, session => Get(session, request), cancellationToken);

    private Outcome<Rendered> Get(Session session, GetReport request)
    {
        var caller = request.Call.Caller;
        var (chosen, refusal) = ChosenSeries.Of(session, instruments, caller, request.Operation, request.EpisodeId, request.Instrument, request.Rater);
        if (chosen is null)
        {
            return refusal!;
        }

        var seen = request.AsOf is { } asOf ? chosen.SeenAsOf(session, asOf) : chosen.SeenNow(session);
        var revision = request.AsOf is null ? chosen.Stamp.Revision : (long?)null;
        var trend = SeriesTrendDetail.Of(
            instruments.Model(chosen.Document.Instrument), seen.Shown.ConvertAll(m => m.ToForm()), [.. seen.Withheld.Select(m => (int)m.Number)]);
        var episode = chosen.Episode;
        var told = TrendView.Show(trend, chosen.Key, seen, revision, request.AsOf, default);
        var text = new ReportText(
            PeopleStore.FindClient(session, caller, request.Operation, episode.ClientId)?.Label ?? episode.ClientId,
            [.. Course(PeopleStore.FindClinician(session, caller, request.Operation, episode.ClinicianId)?.Label ?? episode.ClinicianId, episode.StartedOn, episode.EndedOn, told)],
            $"{chosen.Document.Instrument.Name}, version {chosen.Key.Version}, answered by the {chosen.Key.Rater}",
            [.. told.Statements, .. told.Quality.Notes],
            [.. Method(told, chosen.Document)]);
        var bytes = ReportPage.Pdf(text, new TrendChart(trend, seen.ScoresVisible, seen.Withheld.Count), ReportTable.Of(told, trend.Model.Texts));
        return new Rendered(bytes, EntityTag.Of(revision ?? 0, bytes));
    }

    private static IEnumerable<string> Course(string clinician, string startedOn, string? endedOn, TrendResource told)
    {
        yield return clinician;
        yield return endedOn is null ? $"since {startedOn}" : $"{startedOn} to {endedOn}";
        yield return ChartText.Count(told.Forms, "1 form", "{0} forms");
        if (told.Quality.LastHeldAt is { } last)
        {
            yield return $"last on {ReportTable.Day(last)}";
        }

        yield return $"course {told.EpisodeId}";
    }

    private static IEnumerable<string> Method(TrendResource told, InstrumentDocument document)
    {
        var general = told.Method.Source == "fallback" ? " (general values, not estimated for this clinic)" : "";
        var state = told.AsOf is { } asOf ? $"As it could be known at {asOf.Text()}." : string.Create(CultureInfo.InvariantCulture, $"State {told.Revision ?? 0} of this series.");
        yield return $"Method {told.Method.Id}, parameters {told.Method.Parameters}{general}. {state} Levels carry a 95 % interval; whiskers are the error of a single form.";
        foreach (var note in document.Definition.Notes ?? [])
        {
            yield return note;
        }

        yield return "The numbers describe forms; they are no diagnosis and no forecast. That no possible strain is marked does not mean that there was none. "
            + "Who opened this page stands in the audit log.";
    }
}
