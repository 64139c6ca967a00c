using AllianceApi.Hosting;

namespace AllianceApi.Storage;

/// <summary>One caller's work in the queue of the writer, with the audit rows that commit with it.</summary>
internal abstract class WriteWork
{
    public IReadOnlyList<AuditEntry> Audits { get; protected set; } = [];

    public IReadOnlyList<EventEntry> Events { get; protected set; } = [];

    /// <summary>How many callers wait for it.</summary>
    public virtual int Size => 1;

    /// <summary>Does the work; nobody is told yet. It may be run again where it was taken back, and only the last run counts.</summary>
    public abstract void Run(Session session);

    /// <summary>Whether the work ended, by itself, in a refusal.</summary>
    public virtual bool Refused => false;

    /// <summary>Notes that the work is committed and will not be run again: what it took to do it need not wait for the disk.</summary>
    public virtual void Committed()
    {
    }

    /// <summary>Notes that the work failed; its audit rows and events are dropped.</summary>
    public abstract void Fail(Exception cause);

    /// <summary>Tells the caller, after the commit.</summary>
    public abstract void Answer();
}

/// <inheritdoc />
internal sealed class WriteWork<T>(Func<Session, T> work, IReadOnlyList<AuditEntry> noted) : WriteWork
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<Session, T>? _work = work;
    private IReadOnlyList<AuditEntry> _noted = noted;
    private T? _value;
    private Exception? _cause;
    private Action? _afterwards;

    public Task<T> Result => _result.Task;

    public override bool Refused => _value is IOutcome { Refusal: not null };

    public override void Run(Session session)
    {
        _cause = null;
        _value = _work!(session);
        Audits = session.Audits.Count == 0 ? _noted : [.. _noted, .. session.Audits];
        Events = session.Events;
        _afterwards = session.Afterwards;
    }

    public override void Committed() => (_work, _noted, Audits, Events) = (null, [], [], []);

    public override void Fail(Exception cause) => (_cause, Audits, Events) = (cause, [], []);

    public override void Answer()
    {
        if (_cause is null)
        {
            _afterwards?.Invoke();
            _result.TrySetResult(_value!);
        }
        else
        {
            _result.TrySetException(_cause);
        }
    }
}
