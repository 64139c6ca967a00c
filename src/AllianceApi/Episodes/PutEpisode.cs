using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.People;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Episodes;

/// <summary>Opens an episode, or changes its usual instrument and dates.</summary>
internal sealed record PutEpisode(
    Call Call, string EpisodeId, string? ClientId, string? ClinicianId, string? Instrument, DateOnly? StartedOn, DateOnly? EndedOn, bool Create, Precondition? Precondition)
    : IRequest<Outcome<EpisodeResource>>, ICall
{
    public Operation Operation => Operation.WriteEpisode;

    public string Resource => $"/v1/episodes/{EpisodeId}";

    public static PutEpisode Read(Input input)
    {
        var body = input.Body!;
        var request = new PutEpisode(
            input.Call,
            input.PathId("episodeId"),
            body.Id("clientId", required: true),
            body.Id("clinicianId", required: true),
            body.Text("instrument", required: true),
            body.Date("startedOn", required: true),
            body.Date("endedOn"),
            input.QueryFlag("create"),
            input.Precondition);
        if (request is { StartedOn: { } start, EndedOn: { } end } && end < start)
        {
            body.Faults.Add(body.At("endedOn"), "out-of-range", "An episode does not end before it starts.");
        }

        return request;
    }

    /// <summary>Whether a stored episode already says what this request says.</summary>
    public bool Equals(EpisodeRow stored) =>
        stored.Instrument == Instrument && stored.StartedOn == EpisodeRow.Text(StartedOn) && stored.EndedOn == EpisodeRow.Text(EndedOn);
}

internal sealed class PutEpisodeHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<PutEpisode, Outcome<EpisodeResource>>
{
    public Task<Outcome<EpisodeResource>> Handle(PutEpisode request, CancellationToken cancellationToken) =>
        database.Write(request, session => Put(session, request), cancellationToken);

    private Outcome<EpisodeResource> Put(Session session, PutEpisode request)
    {
        var caller = request.Call.Caller;
        session.ClientId = request.ClientId;
        if (instruments.Find(session, caller.Organization, request.Instrument!) is null)
        {
            return Refusal.Invalid("/instrument", "unknown-instrument", "There is no such instrument. GET /v1/instruments lists them.");
        }

        var stored = EpisodeStore.Find(session, caller, request.Operation, request.EpisodeId);
        return stored is null ? Open(session, request) : Change(session, request, stored);
    }

    private static Outcome<EpisodeResource> Open(Session session, PutEpisode request)
    {
        var caller = request.Call.Caller;
        if (EpisodeStore.Exists(session, caller.Organization, request.EpisodeId))
        {
            return Refusal.NotFound("episode");
        }

        if (caller.Clinicians(request.Operation) is { } own && !own.Contains(request.ClinicianId))
        {
            return new Refusal(ProblemType.Forbidden, "A clinician opens episodes with itself only.");
        }

        if ((Precondition.CheckAbsent(request.Precondition) ?? EnsurePeople(session, request)) is { } refusal)
        {
            return refusal;
        }

        var row = new EpisodeRow
        {
            EpisodeId = request.EpisodeId,
            ClientId = request.ClientId!,
            ClinicianId = request.ClinicianId!,
            Instrument = request.Instrument!,
            StartedOn = EpisodeRow.Text(request.StartedOn)!,
            EndedOn = EpisodeRow.Text(request.EndedOn),
            Revision = 1,
            CreatedAt = session.Now,
        };
        EpisodeStore.Insert(session, caller.Organization, row);
        session.Publish(caller.Organization, "episode.created", row.EpisodeId, row.ClinicianId, row.Path);
        return Outcome<EpisodeResource>.Created(row.ToResource(), row.Path, 1);
    }

    private static Refusal? EnsurePeople(Session session, PutEpisode request)
    {
        var caller = request.Call.Caller;
        if (!PeopleStore.ClinicianExists(session, caller.Organization, request.ClinicianId!))
        {
            if (!request.Create)
            {
                return new Refusal(ProblemType.NotFound, "The clinician does not exist. Enter it first, or send ?create=true.");
            }

            PeopleStore.SaveClinician(session, caller.Organization, request.ClinicianId!, null, 1);
        }

        if (PeopleStore.FindClient(session, caller, Operation.WriteClient, request.ClientId!) is null)
        {
            if (!request.Create || PeopleStore.ClientExists(session, caller.Organization, request.ClientId!))
            {
                return new Refusal(ProblemType.NotFound, "The client does not exist within your sight. Enter it first, or send ?create=true.");
            }

            PeopleStore.SaveClient(session, caller.Organization, request.ClientId!, null, caller.ClinicianId, 1);
        }

        return null;
    }

    private static Outcome<EpisodeResource> Change(Session session, PutEpisode request, EpisodeRow stored)
    {
        session.ClientId = stored.ClientId;
        if (stored.ClientId != request.ClientId || stored.ClinicianId != request.ClinicianId)
        {
            return new Refusal(ProblemType.FixedMember, "The client and the clinician of an episode never change. Open a new episode.");
        }

        if (request.Equals(stored))
        {
            return Outcome<EpisodeResource>.Ok(stored.ToResource(), stored.Revision);
        }

        if (Precondition.Check(request.Precondition, stored.Revision) is { } refusal)
        {
            return refusal;
        }

        var changed = stored with
        {
            Instrument = request.Instrument!,
            StartedOn = EpisodeRow.Text(request.StartedOn)!,
            EndedOn = EpisodeRow.Text(request.EndedOn),
            Revision = stored.Revision + 1,
        };
        EpisodeStore.Update(session, request.Call.Caller.Organization, changed);
        if (stored.EndedOn is null && changed.EndedOn is not null)
        {
            session.Publish(request.Call.Caller.Organization, "episode.closed", stored.EpisodeId, stored.ClinicianId, stored.Path);
        }

        return Outcome<EpisodeResource>.Ok(changed.ToResource(), changed.Revision);
    }
}
