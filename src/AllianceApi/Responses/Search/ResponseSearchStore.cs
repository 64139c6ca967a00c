using System.Globalization;
using System.Text;
using AllianceApi.Access;
using AllianceApi.Responses.Foreign;
using AllianceApi.Storage;

namespace AllianceApi.Responses.Search;

/// <summary>The SQL that finds responses: those that count and those that were voided, as one list.</summary>
internal static class ResponseSearchStore
{
    private const string Columns =
        "r.response_id AS ResponseId, r.revision AS Revision, r.episode_id AS EpisodeId, e.client_id AS ClientId, e.clinician_id AS ClinicianId, r.instrument AS Instrument, " +
        "r.version AS Version, r.rater AS Rater, r.number AS Number, COALESCE(r.completed_at, s.held_at, r.received_at) AS AuthoredAt, r.recorded_at AS RecordedAt, r.recorded_by AS RecordedBy";

    private const string Joined =
        " r JOIN episodes e ON e.organization_id = r.organization_id AND e.episode_id = r.episode_id " +
        "LEFT JOIN sessions s ON s.organization_id = r.organization_id AND s.episode_id = r.episode_id AND s.number = r.number WHERE r.organization_id = @Organization";

    public static List<FiledResponse> Find(Session session, Caller caller, Operation operation, ResponseCriteria criteria, ResponseOrder order, int limit)
    {
        var (where, values) = Where(caller, operation, criteria, order);
        values["Limit"] = limit;
        var direction = order.Descending ? " DESC" : "";
        var by = order.Key == ResponseKey.Received ? "" : $"{order.Key}At{direction}, ";
        var sql = $"SELECT {Columns}, 'final' AS Status FROM responses{Joined}{where} UNION ALL SELECT {Columns}, r.status AS Status FROM response_revisions{Joined} AND r.status = 'void'{where} " +
            $"ORDER BY {by}ResponseId{direction} LIMIT @Limit";
        return session.All<FiledResponse>(sql, values).ConvertAll(r => r with { Note = ForeignNameStore.Note(session, caller.Organization, r.ResponseId, r.Revision) });
    }

    public static long Count(Session session, Caller caller, Operation operation, ResponseCriteria criteria)
    {
        var (where, values) = Where(caller, operation, criteria, new ResponseOrder(ResponseKey.Received, false));
        return session.One<long>($"SELECT COUNT(*) FROM responses{Joined}{where}", values) + session.One<long>($"SELECT COUNT(*) FROM response_revisions{Joined} AND r.status = 'void'{where}", values);
    }

    /// <summary>Every state that a response had and has, newest last.</summary>
    public static List<FiledResponse> History(Session session, Caller caller, Operation operation, string responseId)
    {
        var clinicians = caller.Clinicians(operation);
        var within = (clinicians is null ? "" : " AND e.clinician_id IN @Clinicians") + (caller.OnlyClient is null ? "" : " AND e.client_id = @OnlyClient");
        var sql = $"SELECT {Columns}, 'final' AS Status FROM responses{Joined} AND r.response_id = @ResponseId{within} UNION ALL " +
            $"SELECT {Columns}, r.status AS Status FROM response_revisions{Joined} AND r.response_id = @ResponseId{within} ORDER BY Revision";
        return session.All<FiledResponse>(sql, new { caller.Organization, ResponseId = responseId, Clinicians = clinicians, caller.OnlyClient })
            .ConvertAll(r => r with { Note = ForeignNameStore.Note(session, caller.Organization, r.ResponseId, r.Revision) });
    }

    /// <summary>The state that each response had at an instant, by id: one that counted, or the one in which it was voided.</summary>
    public static List<FiledResponse> At(Session session, Caller caller, StatesAsked asked)
    {
        const string AsOf = " AND r.recorded_at > @Since AND r.recorded_at <= @AsOf AND r.response_id > @After";
        var sql = $"SELECT {Columns}, 'final' AS Status FROM responses{Joined}{AsOf} UNION ALL " +
            $"SELECT {Columns}, r.status AS Status FROM response_revisions{Joined}{AsOf} AND (r.superseded_at IS NULL OR r.superseded_at > @AsOf) ORDER BY ResponseId LIMIT @Limit";
        return session.All<FiledResponse>(sql, new { caller.Organization, asked.AsOf, Since = asked.Since ?? 0, After = asked.After ?? "", asked.Limit })
            .ConvertAll(r => r with { Note = ForeignNameStore.Note(session, caller.Organization, r.ResponseId, r.Revision) });
    }

    private static (string Where, Dictionary<string, object?> Values) Where(Caller caller, Operation operation, ResponseCriteria c, ResponseOrder order)
    {
        var sql = new StringBuilder();
        var values = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Organization"] = caller.Organization };
        In(sql, values, "e.clinician_id", "Clinicians", caller.Clinicians(operation));
        In(sql, values, "e.client_id", "OnlyClient", caller.OnlyClient is { } only ? [only] : null);
        In(sql, values, "r.response_id", "Ids", c.Ids);
        In(sql, values, "e.client_id", "Clients", c.ClientIds);
        In(sql, values, "r.instrument || '@' || r.version", "Instruments", c.Instruments);
        AnyOf(sql, c.Statuses, (s, _) => s switch
        {
            ReadStatus.Completed => "(r.revision = 1 AND NOT EXISTS (SELECT 1 FROM response_revisions v WHERE v.organization_id = r.organization_id AND v.response_id = r.response_id AND v.revision = r.revision))",
            ReadStatus.Amended => "(r.revision > 1 AND NOT EXISTS (SELECT 1 FROM response_revisions v WHERE v.organization_id = r.organization_id AND v.response_id = r.response_id AND v.revision = r.revision))",
            _ => "EXISTS (SELECT 1 FROM response_revisions v WHERE v.organization_id = r.organization_id AND v.response_id = r.response_id AND v.revision = r.revision)",
        });
        AnyOf(sql, c.Sources, (p, i) => $"({(p.Kind == "client" ? "r.rater = 'client' AND e.client_id" : "r.rater <> 'client' AND e.clinician_id")} = {Value(values, "Source", i, p.Id)})");
        AnyOf(sql, c.Authors, (p, i) =>
            $"EXISTS (SELECT 1 FROM response_notes n WHERE n.organization_id = r.organization_id AND n.response_id = r.response_id AND n.author_kind = {Value(values, "AuthorKind", i, p.Kind)} AND n.author_id = {Value(values, "Author", i, p.Id)})");
        AnyOf(sql, c.Identifiers, (n, i) => Named(values, "response_identifiers", "Identifier", n, i));
        AnyOf(sql, c.Visits, (n, i) => Named(values, "visit_identifiers", "Visit", n, i));
        AnyOf(sql, c.Sessions, (s, i) => $"(r.episode_id = {Value(values, "Episode", i, s.EpisodeId)}{(s.Number is { } number ? $" AND r.number = {Value(values, "Number", i, number)}" : "")})");
        Within(sql, values, "COALESCE(r.completed_at, s.held_at, r.received_at)", "Authored", c.Authored);
        Within(sql, values, "r.recorded_at", "Recorded", c.Recorded);
        sql.Append(c.Settled ? $" AND r.recorded_at <= {Dialect.Settled}" : "");
        After(sql, values, order);
        return (sql.ToString(), values);
    }

    private static void In(StringBuilder sql, Dictionary<string, object?> values, string column, string name, IReadOnlyList<string>? allowed)
    {
        if (allowed is not null)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND {column} IN @{name}");
            values[name] = allowed;
        }
    }

    private static void AnyOf<T>(StringBuilder sql, IReadOnlyList<T>? alternatives, Func<T, int, string> condition)
    {
        if (alternatives is not null)
        {
            sql.Append(alternatives.Count == 0 ? " AND 1 = 0" : $" AND ({string.Join(" OR ", alternatives.Select(condition))})");
        }
    }

    private static string Named(Dictionary<string, object?> values, string table, string name, (string? System, string Value) asked, int i) =>
        $"EXISTS (SELECT 1 FROM {table} n WHERE n.organization_id = r.organization_id AND n.response_id = r.response_id AND n.value = {Value(values, name, i, asked.Value)}" +
        (asked.System is { } system ? $" AND n.system = {Value(values, name + "System", i, system)})" : ")");

    private static void Within(StringBuilder sql, Dictionary<string, object?> values, string column, string name, IReadOnlyList<TimeSpanAsked> spans)
    {
        for (var i = 0; i < spans.Count; i++)
        {
            var span = spans[i];
            var from = span.From is { } f ? $"{column} >= {Value(values, name + "From", i, f)}" : "1 = 1";
            var to = span.To is { } t ? $"{column} < {Value(values, name + "To", i, t)}" : "1 = 1";
            sql.Append(CultureInfo.InvariantCulture, $" AND {(span.Outside ? "NOT " : "")}({from} AND {to})");
        }
    }

    private static void After(StringBuilder sql, Dictionary<string, object?> values, ResponseOrder order)
    {
        if (order.AfterId is null)
        {
            return;
        }

        values["AfterId"] = order.AfterId;
        values["AfterKey"] = order.AfterKey;
        var beyond = order.Descending ? "<" : ">";
        sql.Append(order.Key switch
        {
            ResponseKey.Received => $" AND r.response_id {beyond} @AfterId",
            ResponseKey.Recorded => $" AND (r.recorded_at, r.response_id) {beyond} (@AfterKey, @AfterId)",
            _ => $" AND (COALESCE(r.completed_at, s.held_at, r.received_at), r.response_id) {beyond} (@AfterKey, @AfterId)",
        });
    }

    private static string Value(Dictionary<string, object?> values, string name, int i, object value)
    {
        var parameter = string.Create(CultureInfo.InvariantCulture, $"{name}{(char)('A' + (i / 26))}{(char)('A' + (i % 26))}");
        values[parameter] = value;
        return "@" + parameter;
    }
}
