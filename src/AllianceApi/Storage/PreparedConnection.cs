using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Storage;

/// <summary>
/// A SQLite connection that keeps each statement prepared. SQLite compiles a statement anew for every command; a service runs
/// the same few dozen statements for ever, so commands are lent out by their text and come back when disposed.
/// </summary>
internal sealed class PreparedConnection(SqliteConnection inner) : DbConnection
{
    private const int MostIdle = 500;

    private readonly Dictionary<string, SqliteCommand> _idle = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RepeatedStatement> _repeated = new(StringComparer.Ordinal);

    // The same by the text as an object: to hash the long text of a statement takes a good part of what running it takes.
    private readonly Dictionary<string, RepeatedStatement> _known = new(ReferenceEqualityComparer.Instance);

    private readonly Stack<SqliteCommand> _values = new();

    public SqliteConnection Inner => inner;

    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => inner.ConnectionString = value;
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    public SqliteCommand Lend(string text)
    {
        if (_idle.Remove(text, out var command))
        {
            return command;
        }

        command = inner.CreateCommand();
        command.CommandText = text;
        return command;
    }

    public void Return(SqliteCommand command)
    {
        // A search has as many texts as it has forms; only so many of them stay.
        if (_idle.Count >= MostIdle || !_idle.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    /// <summary>A command that never runs and only carries values; making one costs more than running many a statement.</summary>
    public SqliteCommand LendValues() => _values.TryPop(out var values) ? values : new SqliteCommand();

    public void ReturnValues(SqliteCommand values)
    {
        values.Parameters.Clear();
        _values.Push(values);
    }

    public void Execute(string text) => Repeated(text).Run([]);

    /// <summary>The statement of a text, to be run for many rows.</summary>
    public RepeatedStatement Repeated(string text)
    {
        if (_known.TryGetValue(text, out var statement))
        {
            return statement;
        }

        if (!_repeated.TryGetValue(text, out statement))
        {
            _repeated[text] = statement = new RepeatedStatement(inner, text);
        }

        // A text of the program is one object for ever; one that was put together is another one each time.
        if (string.IsInterned(text) is { } own && ReferenceEquals(own, text))
        {
            _known[text] = statement;
        }

        return statement;
    }

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Close() => inner.Close();

    public override void Open() => inner.Open();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException("Transactions are the session's.");

    protected override DbCommand CreateDbCommand() => new PreparedCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var command in _idle.Values)
            {
                command.Dispose();
            }

            _idle.Clear();
            while (_values.TryPop(out var values))
            {
                values.Dispose();
            }

            foreach (var statement in _repeated.Values)
            {
                statement.Dispose();
            }

            _repeated.Clear();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
