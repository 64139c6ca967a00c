using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Storage;

/// <summary>
/// A command of a <see cref="PreparedConnection"/>: when it runs, its text picks the prepared statement and its values are lent to
/// it; disposal gives the statement back. Text and values are its own until then, because Dapper rewrites the text (it spells
/// lists out) while it adds the values.
/// </summary>
internal sealed class PreparedCommand(PreparedConnection connection) : DbCommand
{
    private readonly SqliteCommand _values = connection.LendValues();
    private SqliteCommand? _running;

    [AllowNull]
    public override string CommandText
    {
        get => field;
        set => field = value ?? "";
    } = "";

    public override int CommandTimeout { get; set; } = 30;

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    [AllowNull]
    protected override DbConnection DbConnection
    {
        get => connection;
        set
        {
            if (!ReferenceEquals(value, connection))
            {
                throw new NotSupportedException("A prepared command stays with its connection.");
            }
        }
    }

    protected override DbParameterCollection DbParameterCollection => _values.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel() => _running?.Cancel();

    public override int ExecuteNonQuery() => Lent().ExecuteNonQuery();

    public override object? ExecuteScalar() => Lent().ExecuteScalar();

    public override void Prepare()
    {
        // It is prepared by being used.
    }

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Lent().ExecuteReader(behavior & ~CommandBehavior.CloseConnection);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            GiveBack();
            connection.ReturnValues(_values);
        }

        base.Dispose(disposing);
    }

    private SqliteCommand Lent()
    {
        GiveBack();
        _running = connection.Lend(CommandText);
        foreach (SqliteParameter value in _values.Parameters)
        {
            _running.Parameters.Add(value);
        }

        return _running;
    }

    private void GiveBack()
    {
        if (_running is { } running)
        {
            _running = null;
            running.Parameters.Clear();
            connection.Return(running);
        }
    }
}
