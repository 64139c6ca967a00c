using Alliance.Measurement.Trends;
using AllianceApi.Access;
using AllianceApi.Alerts;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.People;
using AllianceApi.Storage;
using AllianceApi.Trends;
using AllianceApi.Visibility;
using MediatR;

namespace AllianceApi.Caseload.Supervision;

/// <summary>Reads the courses of one clinician's open episodes, for who supervises.</summary>
internal sealed record GetSupervision(Call Call, string ClinicianId) : IRequest<Outcome<SupervisionResource>>, ICall
{
    public Operation Operation => Operation.ReadSupervision;

    public string Resource => $"/v1/supervision/clinicians/{ClinicianId}";

    public static GetSupervision Read(Input input) => new(input.Call, input.PathId("clinicianId"));
}

internal sealed class GetSupervisionHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<GetSupervision, Outcome<SupervisionResource>>
{
    public Task<Outcome<SupervisionResource>> Handle(GetSupervision request, CancellationToken cancellationToken) =>
        database.Read(request, session => Get(session, request), cancellationToken);

    private Outcome<SupervisionResource> Get(Session session, GetSupervision request)
    {
        var caller = request.Call.Caller;
        if (PeopleStore.FindClinician(session, caller, request.Operation, request.ClinicianId) is not { } clinician)
        {
            return Refusal.NotFound("clinician");
        }

        var today = DateOnly.FromDateTime(session.At.UtcDateTime);
        var alerts = AlertStore.OpenOf(session, caller, request.Operation, clinician.Id).ToLookup(a => a.EpisodeId);
        var courses = CaseloadStore.Rows(session, caller, request.Operation, clinician.Id)
            .GroupBy(r => r.EpisodeId)
            .Select(CaseloadRow.Shown)
            .Select(r => Course(session, caller, r, alerts[r.EpisodeId], today))
            .OrderBy(c => c.ClientLabel ?? c.ClientId, StringComparer.OrdinalIgnoreCase)
            .ThenBy(c => c.EpisodeId, StringComparer.Ordinal)
            .ToList();
        var clients = courses.Select(c => c.ClientId).Distinct(StringComparer.Ordinal).Count();
        return Outcome<SupervisionResource>.Ok(new SupervisionResource(clinician.Id, clinician.Label, clients, SupervisionView.Alerts(courses, clients), courses), 0);
    }

    private SupervisedCourse Course(Session session, Caller caller, CaseloadRow row, IEnumerable<AlertRow> alerts, DateOnly today)
    {
        var (document, model) = Document(session, caller, row.Reference);
        var key = CaseloadSeries.KeyOf(row, document.Instrument);
        var sight = EpisodeSight.Of(session, caller, row.EpisodeId, row.ClientId);
        var seen = SeenSeries.Of(sight, SeriesStore.Members(session, caller.Organization, key));
        var trend = SeriesTrendDetail.Of(model, seen.Shown.ConvertAll(m => m.ToForm()), [.. seen.Withheld.Select(m => (int)m.Number)]);
        var shown = new AlertSight(sight, SeriesStore.Promises(session, caller.Organization, row.EpisodeId));
        var told = alerts
            .Select(a => (Alert: a, Detail: shown.Of(a)))
            .Where(a => a.Detail != AlertDetail.Hidden)
            .Select(a => new SeenAlert(a.Alert, Document(session, caller, $"{a.Alert.Instrument}@{a.Alert.Version}").Model, a.Detail));
        return SupervisionView.Course(row, TrendView.Show(trend, key, seen, null, null, default), model.PrimaryIndex, [.. told], today);
    }

    private (InstrumentDocument Document, SeriesModel Model) Document(Session session, Caller caller, string instrument)
    {
        var document = instruments.Find(session, caller.Organization, instrument)!;
        return (document, instruments.Model(document.Instrument));
    }
}
