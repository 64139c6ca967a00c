using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AllianceApi.Storage;

/// <summary>
/// A statement of SQLite that is compiled once and run for many rows. It binds values and reads columns by their place, without
/// a parameter object or a reader for each, and a value that is the very same as in the row before is not bound again: a row
/// costs a fraction of what a command costs.
/// </summary>
internal sealed class RepeatedStatement : IStoredRow, IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly nint _handle;
    private readonly object?[] _bound;

    public RepeatedStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
        _handle = _statement.DangerousGetHandle();
        _bound = new object?[raw.sqlite3_bind_parameter_count(_statement)];
    }

    /// <summary>Runs it with the values of one row, in the order in which the statement first names them.</summary>
    public void Run(ReadOnlySpan<object?> values)
    {
        Bind(values);
        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            Check(result);
        }
    }

    /// <summary>Runs it as a query and reads every row.</summary>
    public List<T> Read<T>(ReadOnlySpan<object?> values, Func<IStoredRow, T> read)
    {
        Bind(values);
        var rows = new List<T>();
        try
        {
            int result;
            while ((result = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
            {
                rows.Add(read(this));
            }

            if (result != raw.SQLITE_DONE)
            {
                Check(result);
            }
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }

        return rows;
    }

    /// <summary>Runs it as a query and reads the first row; the default, for a class or a nullable null, where there is none.</summary>
    public T? First<T>(ReadOnlySpan<object?> values, Func<IStoredRow, T> read)
    {
        Bind(values);
        try
        {
            var result = raw.sqlite3_step(_statement);
            if (result == raw.SQLITE_ROW)
            {
                return read(this);
            }

            if (result != raw.SQLITE_DONE)
            {
                Check(result);
            }

            return default;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? NumberOrNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_int64(_statement, column);

    public string? Text(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public double? RealOrNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_double(_statement, column);

    public byte[] Bytes(int column) => BytesInPlace(column).ToArray();

    public ReadOnlySpan<byte> BytesInPlace(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        // What was never bound is null, and so is what could not be.
        for (var i = 0; i < values.Length; i++)
        {
            if (!ReferenceEquals(values[i], _bound[i]))
            {
                _bound[i] = null;
                Check(SqliteBinding.Bind(_handle, i + 1, values[i]));
                _bound[i] = values[i];
            }
        }
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
