using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Events;

/// <summary>
/// Server-Sent Events to one listener. Each has the place behind it as its id, so that a listener who was cut off goes on there.
/// It ends when the service stops and when the credential does.
/// </summary>
internal sealed class EventStream(
    Database database, EventCursors cursors, EventWatch watch, TimeProvider clock, ILogger<EventStream> log, OpenEvents request, long from)
{
    private const int AtATime = 200;
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(15);
    private readonly string _organization = request.Call.Caller.Organization;
    private long _position = from;

    /// <summary>Tells events until there is a reason to end.</summary>
    /// <param name="output">The body of the answer.</param>
    /// <param name="whose">Who listens, asked again and again; null once the credential has ended.</param>
    /// <param name="stopping">The service stops.</param>
    /// <param name="left">The listener has gone.</param>
    public async Task Run(PipeWriter output, Func<ValueTask<Caller?>> whose, CancellationToken stopping, CancellationToken left)
    {
        var reason = "broken off";
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping, left);
        try
        {
            Write(output, $"retry: 2000\nid: {cursors.Write(_organization, _position)}\n\n");
            await output.FlushAsync(ends.Token);
            await TellForEver(output, whose, ends.Token);
            reason = "credential ended";
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            reason = stopping.IsCancellationRequested ? "service stopping" : "listener left";
        }
        catch (StoreUnavailableException e)
        {
            EventMessages.StreamBroke(log, e);
        }
        finally
        {
            await NoteEnd(reason);
        }
    }

    private async Task TellForEver(PipeWriter output, Func<ValueTask<Caller?>> whose, CancellationToken ends)
    {
        var spoke = clock.GetTimestamp();
        while (true)
        {
            var turn = watch.Turn;
            if (await whose() is not { } caller)
            {
                return;
            }

            while (await Next(caller, ends) is { } rows)
            {
                foreach (var row in rows)
                {
                    Write(output, row);
                }

                if (rows.Count > 0)
                {
                    await output.FlushAsync(ends);
                    spoke = clock.GetTimestamp();
                }
            }

            if (clock.GetElapsedTime(spoke) >= SignOfLife)
            {
                Write(output, ":\n\n");
                await output.FlushAsync(ends);
                spoke = clock.GetTimestamp();
            }

            await turn.WaitAsync(ends);
        }
    }

    // The next events that the caller may know of, none of them perhaps; null where there is nothing new.
    private async Task<IReadOnlyList<EventRow>?> Next(Caller caller, CancellationToken cancellationToken)
    {
        var clinicians = caller.Clinicians(request.Operation);
        var tail = await watch.Tail(_organization, cancellationToken);
        if (tail.After(_position) is not { } recent)
        {
            return await database.Read(s => ReadOn(s, caller, clinicians), cancellationToken);
        }

        if (tail.Head <= _position)
        {
            return null;
        }

        _position = tail.Head;
        var own = clinicians is null ? recent : [.. recent.Where(r => clinicians.Contains(r.ClinicianId))];
        return own.Any(EventSight.IsOfAlert) ? await database.Read(s => EventSight.Of(s, caller, own), cancellationToken) : own;
    }

    private IReadOnlyList<EventRow> ReadOn(Session session, Caller caller, string[]? clinicians)
    {
        var head = EventStore.Head(session, _organization);
        var rows = EventStore.After(session, _organization, clinicians, _position, AtATime);
        _position = rows.Count == AtATime ? rows[^1].Sequence : Math.Max(_position, head);
        return EventSight.Of(session, caller, rows);
    }

    private void Write(PipeWriter output, EventRow row)
    {
        Write(output, $"id: {cursors.Write(_organization, row.Sequence)}\nevent: {row.Type}\ndata: ");
        output.Write(ApiJson.Bytes(EventResource.Of(row)));
        Write(output, "\n\n");
    }

    private static void Write(PipeWriter output, string text) => Encoding.UTF8.GetBytes(text, output);

    private async Task NoteEnd(string reason)
    {
        try
        {
            await database.Write(
                session =>
                {
                    session.Reason = $"stream ended: {reason}";
                    session.Audit(request, null);
                    return true;
                },
                CancellationToken.None);
        }
        catch (StoreUnavailableException e)
        {
            EventMessages.StreamBroke(log, e);
        }
    }
}
