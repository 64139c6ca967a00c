using System.Data.Common;
using AllianceApi.Access;
using AllianceApi.Hosting;
using Dapper;
using Npgsql;

namespace AllianceApi.Storage;

/// <summary>
/// What a use case sees of the store while it works: SQL on one connection within one transaction, one instant for all that it
/// writes, and the audit rows that commit together with its work.
/// </summary>
/// <param name="connection">Where it reads and writes; null where <paramref name="group"/> has the connection.</param>
/// <param name="now">Its instant.</param>
/// <param name="isApart">Whether it has a part of the transaction of its own.</param>
/// <param name="dialect">How the database spells; SQLite's where null.</param>
/// <param name="vault">What seals; null where nothing is to be sealed.</param>
/// <param name="memory">What is remembered of rows; null for nothing.</param>
/// <param name="group">The group of works that it is one of; null outside of the embedded store's writer.</param>
internal sealed class Session(
    DbConnection? connection, DateTimeOffset now, bool isApart = true, Dialect? dialect = null, Sealing.Vault? vault = null, WriterMemory? memory = null, WorkGroup? group = null)
{
    private readonly Dialect _dialect = dialect ?? Dialect.Sqlite;
    private bool _wrote;
    private List<AuditEntry>? _audits;
    private List<EventEntry>? _events;

    // Who asks for it waits, in a group whose transaction is not open yet, for the group before.
    private DbConnection Connection => group?.Connection() ?? connection!;

    /// <summary>The instant of this work, cut to microseconds.</summary>
    public DateTimeOffset At { get; } = now.Truncated();

    /// <summary>The instant of this work as the store keeps it.</summary>
    public long Now => At.ToStore();

    /// <summary>Seals and opens what is stored of a client.</summary>
    public Sealing.Vault Vault => vault ?? throw new InvalidOperationException("This session was opened without a vault.");

    /// <summary>What is remembered of rows from before; null but in the writer of the embedded store.</summary>
    public WriterMemory? Memory => memory;

    /// <summary>The audit rows gathered so far.</summary>
    public IReadOnlyList<AuditEntry> Audits => _audits ?? (IReadOnlyList<AuditEntry>)[];

    /// <summary>The events to be told to the outside once this work is committed.</summary>
    public IReadOnlyList<EventEntry> Events => _events ?? (IReadOnlyList<EventEntry>)[];

    /// <summary>A new id: UUIDv7 of this work's instant, so that ids sort by time.</summary>
    public string NewId() => IdSource.Next(At);

    /// <summary>Many new ids, rising.</summary>
    public string[] NewIds(int count)
    {
        var ids = new string[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = NewId();
        }

        Array.Sort(ids, StringComparer.Ordinal);
        return ids;
    }

    /// <summary>
    /// Ends a SELECT of what this work is about to change. Where others write at the same time it locks the row until this work is
    /// committed: who holds the row of an episode is the only one who writes to that episode.
    /// </summary>
    public string ForUpdate => _dialect.ForUpdate;

    /// <summary>A condition: which rows of the audit log of <c>@Organization</c> are about <c>@ClientId</c>.</summary>
    public string AuditOfClient => _dialect.AuditOfClient;

    public T? One<T>(string sql, object? values = null) => Connection.QueryFirstOrDefault<T>(_dialect.Spell(sql), values);

    public List<T> All<T>(string sql, object? values = null) => Connection.Query<T>(_dialect.Spell(sql), values).AsList();

    public int Run(string sql, object? values = null)
    {
        _wrote = true;
        memory?.Note(sql);
        return Connection.Execute(_dialect.Spell(sql), values);
    }

    /// <summary>
    /// Runs a statement that touches exactly one row, unless another instance was faster with the same row: then this work is
    /// taken back and run again, and sees what the other one did.
    /// </summary>
    public void RunOrRetry(string sql, object? values = null)
    {
        if (Run(sql, values) == 0)
        {
            throw new RaceLostException();
        }
    }

    /// <summary>
    /// Runs a statement once for each row. The values of a row stand in the order in which the statement first names its
    /// parameters; each is null, text, a whole number, a double or bytes.
    /// </summary>
    public void RunEach<T>(string sql, IReadOnlyList<T> rows, Func<T, object?[]> values)
    {
        if (rows.Count > 0)
        {
            _wrote = true;
            memory?.Note(sql);
        }

        if (group is not null)
        {
            foreach (var row in rows)
            {
                Run(group, sql, values(row));
            }
        }
        else if (connection is PreparedConnection prepared)
        {
            var statement = prepared.Repeated(sql);
            foreach (var row in rows)
            {
                statement.Run(values(row));
            }
        }
        else
        {
            Postgres.RepeatedStatements.Run((NpgsqlConnection)Connection, sql, rows, values);
        }
    }

    private static void Run(WorkGroup group, string sql, object?[] values)
    {
        if (group.IsOpen)
        {
            group.Connection().Repeated(sql).Run(values);
        }
        else
        {
            group.Note(sql, values);
        }
    }

    /// <summary>
    /// Reads rows column by column, for queries that many works ask. The values stand in the order in which the query first names
    /// its parameters.
    /// </summary>
    public List<T> Rows<T>(string sql, object?[] values, Func<IStoredRow, T> read) => Connection is PreparedConnection prepared
        ? prepared.Repeated(sql).Read(values, read)
        : Postgres.RepeatedStatements.Read((NpgsqlConnection)Connection, sql, values, read);

    /// <summary>The first row that <see cref="Rows{T}"/> would give; null where there is none.</summary>
    public T? First<T>(string sql, object?[] values, Func<IStoredRow, T> read) =>
        Connection is PreparedConnection prepared ? prepared.Repeated(sql).First(values, read) : Rows(sql, values, read).FirstOrDefault();

    /// <summary>Runs a statement with the values of one row, as <see cref="RunEach{T}"/> does.</summary>
    public void RunOne(string sql, params object?[] values) => RunEach(sql, [values], v => v);

    /// <summary>Takes back all SQL and all events of this work; the audit rows stay.</summary>
    /// <exception cref="NotApartException">The work shares its part of the transaction with others and has written.</exception>
    public void Undo()
    {
        _events = null;
        if (_wrote)
        {
            if (!isApart)
            {
                throw new NotApartException();
            }

            Connection.Execute(Database.UndoText);
            memory?.Forget();
        }
    }

    /// <summary>Takes back all SQL, all events and all audit rows of this work.</summary>
    public void UndoAll()
    {
        Undo();
        _audits = null;
    }

    /// <summary>Whether this work wrote anything that it would have to take back.</summary>
    public bool Wrote => _wrote;

    /// <summary>Notes an event for the outbox: ids and a kind, never a score.</summary>
    public void Publish(string organization, string type, string episodeId, string clinicianId, string resource) =>
        (_events ??= []).Add(new EventEntry(organization, NewId(), type, Now, episodeId, clinicianId, resource));

    /// <summary>What is to be done in memory once this work is committed, before its caller is told.</summary>
    public Action? Afterwards { get; private set; }

    /// <summary>Does something in memory once this work is committed; never where it is taken back.</summary>
    public void WhenCommitted(Action action) => Afterwards += action;

    /// <summary>Whether what this work reads and answers stays the same until something is written or the day (UTC) ends.</summary>
    public bool Lasts { get; set; }

    /// <summary>Whose data this work is about, for the audit row; null where it is about no one client.</summary>
    public string? ClientId { get; set; }

    /// <summary>Why, in the caller's words, for the audit row.</summary>
    public string? Reason { get; set; }

    /// <summary>Notes a row of its own for a further client whom an answered request concerned, so that the log shows it to who asks for either.</summary>
    public void AuditAlso(ICall request, string clientId)
    {
        var first = ClientId;
        ClientId = clientId;
        Audit(request, null);
        ClientId = first;
    }

    /// <summary>Notes that a request was answered or refused.</summary>
    public void Audit(ICall request, Refusal? refusal)
    {
        var caller = request.Call.Caller;
        (_audits ??= []).Add(new AuditEntry(
            caller.Organization, Now, caller.Actor, caller.Name, caller.RoleName, request.Operation.ToString(), request.Resource,
            ClientId, refusal is null ? "allowed" : "refused", refusal?.Type.Slug ?? Reason, request.Call.Origin, caller.BreakGlass));
    }
}
