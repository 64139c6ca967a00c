using System.Data;
using Dapper;
using Npgsql;

namespace AllianceApi.Storage.Postgres;

/// <summary>The connection of one thread: opened when it is first needed, and anew after it was lost.</summary>
internal sealed class PostgresLink(PostgresSource source, bool writes) : IDisposable
{
    // A peer that hangs within a transaction must not hold its rows for ever, and what is acknowledged is on disk even where the
    // server is set up to be lax.
    private const string Settings =
        "SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '30s'; SET client_min_messages = 'warning'; " +
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

    private NpgsqlConnection? _connection;

    /// <summary>The connection, ready for a transaction.</summary>
    /// <exception cref="NpgsqlException">The server does not answer.</exception>
    public NpgsqlConnection Open()
    {
        if (_connection is { State: ConnectionState.Open } open)
        {
            return open;
        }

        Drop();
        var connection = source.Open();
        try
        {
            connection.Execute(Settings + (writes ? "" : "; SET default_transaction_read_only = on"));
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return _connection = connection;
    }

    /// <summary>Lets the connection go after an error; the next use opens another.</summary>
    public void Drop()
    {
        if (_connection is { } lost)
        {
            _connection = null;
            NpgsqlConnection.ClearPool(lost);
            lost.Dispose();
        }
    }

    public void Dispose() => Drop();
}
