namespace AllianceApi.Storage;

/// <summary>
/// Works of the embedded store that share one commit. As long as none of them has to ask the database, their statements are only
/// noted, and <see cref="SqliteCommitter"/> runs them while the writer goes on with the next group.
/// </summary>
/// <param name="committer">Who commits it.</param>
/// <param name="works">The works so far.</param>
/// <param name="started">When its first work had its turn.</param>
internal sealed class WorkGroup(SqliteCommitter committer, List<WriteWork> works, long started)
{
    // A read writes one row and a form some eight: groups of reads stay below, and groups of forms go over.
    private const int Few = 50;

    private readonly List<(string Sql, object?[] Values)> _noted = [];
    private PreparedConnection? _connection;

    public List<WriteWork> Works => works;

    public long Started => started;

    /// <summary>Whether a work wrote anything but audit rows.</summary>
    public bool Wrote { get; set; }

    /// <summary>Whether its transaction is open, so that statements run at once.</summary>
    public bool IsOpen => _connection is not null;

    /// <summary>Whether it is best committed by the writer itself: its transaction is open, or there is so little to run that to hand it over takes longer.</summary>
    public bool StaysWithWriter => IsOpen || _noted.Count <= Few;

    /// <summary>Notes a statement that nobody waits for the result of.</summary>
    public void Note(string sql, object?[] values) => _noted.Add((sql, values));

    /// <summary>The connection within the transaction of the group, with all done that was noted so far. It waits for the group before.</summary>
    /// <exception cref="GroupStaleException">The works that ran already may have built on what is no longer so.</exception>
    public PreparedConnection Connection()
    {
        if (_connection is null)
        {
            _connection = committer.Begin();
            RunNoted(_connection);
        }

        return _connection;
    }

    /// <summary>Runs what was noted.</summary>
    public void RunNoted(PreparedConnection connection)
    {
        foreach (var (sql, values) in _noted)
        {
            connection.Repeated(sql).Run(values);
        }

        _noted.Clear();
    }
}

/// <summary>
/// Works of a group may have built on what is no longer so: the group before it came to nothing, or another process wrote. They are
/// run again.
/// </summary>
internal sealed class GroupStaleException() : Exception("The state of the store is another one.");
