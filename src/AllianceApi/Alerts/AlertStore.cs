using System.Text.Json;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using AllianceApi.Trends;

namespace AllianceApi.Alerts;

/// <summary>The SQL of alerts and their history.</summary>
internal static class AlertStore
{
    private const string Columns =
        "a.alert_id AS AlertId, a.episode_id AS EpisodeId, a.instrument AS Instrument, a.version AS Version, a.rater AS Rater, a.kind AS Kind, a.state AS State, a.session AS Session, " +
        "a.statement AS Statement, a.because AS Because, a.raised_at AS RaisedAt, a.revision AS Revision, e.client_id AS ClientId, e.clinician_id AS ClinicianId";

    private const string From = "FROM episodes e JOIN alerts a ON a.organization_id = e.organization_id AND a.episode_id = e.episode_id WHERE a.organization_id = @Organization";

    private const string OfSeries = "organization_id = @Organization AND episode_id = @EpisodeId AND instrument = @Instrument AND version = @Version AND rater = @Rater";

    /// <summary>All alerts of an episode, oldest first, closed ones included; with their reasons where they tell of missing forms.</summary>
    public static List<EpisodeAlert> Known(Session session, string organization, string episodeId) => session.Rows(
        "SELECT alert_id, instrument, version, rater, kind, state, session, statement, CASE WHEN kind = @NoForms THEN because END FROM alerts " +
        "WHERE organization_id = @Organization AND episode_id = @EpisodeId ORDER BY alert_id",
        [AlertRules.NoForms, organization, episodeId],
        r => new EpisodeAlert(
            new SeriesKey(episodeId, r.Text(1)!, r.Text(2)!, r.Text(3)!), new KnownAlert(r.Text(0)!, r.Text(4)!, r.Text(5)!, (int?)r.NumberOrNull(6), r.Text(7)!), r.Text(8)));

    /// <summary>The alerts of a series that are not closed.</summary>
    public static List<OpenAlert> Open(Session session, string organization, SeriesKey key) => session.Rows(
        $"SELECT alert_id, kind, state, session FROM alerts WHERE {OfSeries} AND state IN ('open', 'seen', 'discussed') ORDER BY alert_id",
        [organization, key.EpisodeId, key.Instrument, key.Version, key.Rater],
        r => new OpenAlert(new AlertReference(r.Text(0)!, r.Text(1)!, r.Text(2)!), r.NumberOrNull(3)));

    public static AlertRow? Find(Session session, Caller caller, Operation operation, string alertId)
    {
        var clinicians = caller.Clinicians(operation);
        return session.One<AlertRow>(
            $"SELECT {Columns} {From} AND a.alert_id = @AlertId{Within(caller, clinicians)}{session.ForUpdate}", new { caller.Organization, AlertId = alertId, Clinicians = clinicians, caller.OnlyClient });
    }

    public static List<AlertRow> List(Session session, Caller caller, string? state, string? clinicianId, string? before, int limit)
    {
        var clinicians = caller.Clinicians(Operation.ReadAlert);
        return session.All<AlertRow>(
            $"SELECT {Columns} {From}{Within(caller, clinicians)}" +
            (state is null ? "" : " AND a.state = @State") +
            (clinicianId is null ? "" : " AND e.clinician_id = @ClinicianId") +
            (before is null ? "" : " AND a.alert_id < @Before") +
            " ORDER BY a.alert_id DESC LIMIT @Limit",
            new { caller.Organization, Clinicians = clinicians, caller.OnlyClient, State = state, ClinicianId = clinicianId, Before = before, Limit = limit });
    }

    public static List<AlertRow> OfEpisode(Session session, string organization, string episodeId) => session.All<AlertRow>(
        $"SELECT {Columns} {From} AND a.episode_id = @EpisodeId ORDER BY a.alert_id", new { Organization = organization, EpisodeId = episodeId });

    /// <summary>Some alerts of an organization; those that are no more are left out.</summary>
    public static List<AlertRow> Some(Session session, string organization, string[] alertIds) => session.All<AlertRow>(
        $"SELECT {Columns} {From} AND a.alert_id IN @AlertIds", new { Organization = organization, AlertIds = alertIds });

    /// <summary>The alerts that are not closed, of the open episodes within reach.</summary>
    public static List<AlertRow> OpenOf(Session session, Caller caller, Operation operation, string? clinicianId)
    {
        var clinicians = caller.Clinicians(operation);
        return session.All<AlertRow>(
            $"SELECT {Columns} {From} AND a.state IN ('open', 'seen', 'discussed') AND e.ended_on IS NULL{Within(caller, clinicians)}" + (clinicianId is null ? "" : " AND e.clinician_id = @ClinicianId") + " ORDER BY a.alert_id",
            new { caller.Organization, Clinicians = clinicians, caller.OnlyClient, ClinicianId = clinicianId });
    }

    /// <summary>The alerts that are not closed, of the open episodes of one client within reach.</summary>
    public static List<AlertRow> OpenOfClient(Session session, Caller caller, Operation operation, string clientId)
    {
        var clinicians = caller.Clinicians(operation);
        return session.All<AlertRow>(
            $"SELECT {Columns} {From} AND e.client_id = @ClientId AND a.state IN ('open', 'seen', 'discussed') AND e.ended_on IS NULL{Within(caller, clinicians)} ORDER BY a.alert_id",
            new { caller.Organization, Clinicians = clinicians, caller.OnlyClient, ClientId = clientId });
    }

    public static void Insert(Session session, string organization, SeriesKey key, string alertId, AlertContent content, string because) => session.RunOne(
        "INSERT INTO alerts (organization_id, alert_id, episode_id, instrument, version, rater, kind, state, session, statement, because, raised_at, revision) " +
        "VALUES (@Organization, @AlertId, @EpisodeId, @Instrument, @Version, @Rater, @Kind, 'open', @Session, @Statement, @Because, @Now, 1)",
        organization, alertId, key.EpisodeId, key.Instrument, key.Version, key.Rater, content.Kind, content.Session, content.Statement, because, session.Now);

    public static void Restate(Session session, string organization, string alertId, AlertContent content, string because) => session.RunOne(
        "UPDATE alerts SET session = @Session, statement = @Statement, because = @Because, revision = revision + 1 WHERE organization_id = @Organization AND alert_id = @AlertId",
        content.Session, content.Statement, because, organization, alertId);

    public static void Revise(Session session, string organization, string alertId, string statement) => session.RunOne(
        "UPDATE alerts SET statement = @Statement, revision = revision + 1 WHERE organization_id = @Organization AND alert_id = @AlertId", statement, organization, alertId);

    public static void SetState(Session session, string organization, string alertId, string state) => session.RunOne(
        "UPDATE alerts SET state = @State, revision = revision + 1 WHERE organization_id = @Organization AND alert_id = @AlertId", state, organization, alertId);

    public static void AddHistory(Session session, string organization, string alertId, string state, string by, string? reason) => session.RunOne(
        "INSERT INTO alert_history (organization_id, alert_id, step, state, at, by_name, reason) VALUES (@Organization, @AlertId, " +
        "(SELECT COALESCE(MAX(step), 0) + 1 FROM alert_history WHERE organization_id = @Organization AND alert_id = @AlertId), @State, @Now, @By, @Reason)",
        organization, alertId, state, session.Now, by, reason);

    public static List<HistoryRow> History(Session session, string organization, string alertId) => session.All<HistoryRow>(
        "SELECT state AS State, at AS At, by_name AS ByName, reason AS Reason FROM alert_history WHERE organization_id = @Organization AND alert_id = @AlertId ORDER BY step",
        new { Organization = organization, AlertId = alertId });

    private static string Within(Caller caller, IReadOnlyList<string>? clinicians) =>
        (clinicians is null ? "" : " AND e.clinician_id IN @Clinicians") + (caller.OnlyClient is null ? "" : " AND e.client_id = @OnlyClient");

    /// <summary>An alert with the series that it is of, and its reasons where they tell of missing forms.</summary>
    internal sealed record EpisodeAlert(SeriesKey Key, KnownAlert Alert, string? Because)
    {
        public static EpisodeAlert Of(SeriesKey key, KnownAlert alert, string because) => new(key, alert, alert.Kind == AlertRules.NoForms ? because : null);
    }

    internal sealed class HistoryRow
    {
        public string State { get; init; } = "";

        public long At { get; init; }

        public string ByName { get; init; } = "";

        public string? Reason { get; init; }
    }
}

/// <summary>An alert as it is stored, with whose it is.</summary>
internal sealed class AlertRow
{
    public string AlertId { get; init; } = "";

    public string EpisodeId { get; init; } = "";

    public string Instrument { get; init; } = "";

    public string Version { get; init; } = "";

    public string Rater { get; init; } = "";

    public string Kind { get; init; } = "";

    public string State { get; init; } = "";

    public long? Session { get; init; }

    public string Statement { get; init; } = "";

    public string Because { get; init; } = "";

    public long RaisedAt { get; init; }

    public long Revision { get; init; }

    public string ClientId { get; init; } = "";

    public string ClinicianId { get; init; } = "";

    public string Path => $"/v1/alerts/{AlertId}";

    /// <summary>Rule, inputs and thresholds.</summary>
    public Because Reasons => JsonSerializer.Deserialize(Because, StoredJson.Default.Because)!;
}
