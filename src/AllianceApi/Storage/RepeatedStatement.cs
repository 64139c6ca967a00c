using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AllianceApi.Storage;

/// <summary>
/// A statement of SQLite that is compiled once and run for many rows. It binds values by their place, without a parameter object
/// for each: an insert of a row costs a fraction of what a command costs.
/// </summary>
internal sealed class RepeatedStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public RepeatedStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Runs it with the values of one row, in the order in which the statement first names them.</summary>
    public void Run(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Check(Bind(i + 1, values[i]));
        }

        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            Check(result);
        }
    }

    public void Dispose() => _statement.Dispose();

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        string text => raw.sqlite3_bind_text(_statement, place, text),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        double number => raw.sqlite3_bind_double(_statement, place, number),
        _ => throw new NotSupportedException($"A value of type {value.GetType()} has no place in the store."),
    };

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
