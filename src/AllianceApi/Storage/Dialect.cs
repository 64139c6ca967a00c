using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace AllianceApi.Storage;

/// <summary>Where the SQL of the engines differs. All else is in the subset that they share.</summary>
internal sealed partial class Dialect
{
    /// <summary>The newest instant of <c>@Organization</c> behind which nothing will be recorded any more: whatever is committed later has a later one.</summary>
    public const string Settled = "(SELECT h.changed_at FROM event_heads h WHERE h.organization_id = @Organization)";

    private const int MostSpelled = 5000;

    /// <summary>SQLite: one writer at a time, so a row that was read in a write is no one else's.</summary>
    public static readonly Dialect Sqlite = new("", AuditLog.OfClient, listsAreArrays: false);

    /// <summary>PostgreSQL in a work that writes: what is read in order to change it is locked.</summary>
    public static readonly Dialect PostgresWriting = new(" FOR UPDATE", "client_id = @ClientId", listsAreArrays: true);

    /// <summary>PostgreSQL in a work that only reads.</summary>
    public static readonly Dialect PostgresReading = new("", "client_id = @ClientId", listsAreArrays: true);

    private readonly ConcurrentDictionary<string, string> _spelled = new(StringComparer.Ordinal);
    private readonly bool _listsAreArrays;

    private Dialect(string forUpdate, string auditOfClient, bool listsAreArrays) => (ForUpdate, AuditOfClient, _listsAreArrays) = (forUpdate, auditOfClient, listsAreArrays);

    /// <summary>Ends a SELECT of rows that this work is about to change, or that stand for what it changes.</summary>
    public string ForUpdate { get; }

    /// <summary>Which rows of the audit log of <c>@Organization</c> are about <c>@ClientId</c>.</summary>
    public string AuditOfClient { get; }

    /// <summary>A statement as the engine takes it: PostgreSQL gets a list as one array, so that its length does not change the statement.</summary>
    public string Spell(string sql)
    {
        if (!_listsAreArrays)
        {
            return sql;
        }

        if (_spelled.TryGetValue(sql, out var known))
        {
            return known;
        }

        var spelled = List().Replace(sql, " = ANY(@${name})");
        return _spelled.Count < MostSpelled ? _spelled.GetOrAdd(sql, spelled) : spelled;
    }

    [GeneratedRegex(@" IN @(?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex List();
}
