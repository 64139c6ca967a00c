using System.Globalization;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using AllianceApi.Trends;
using MediatR;

namespace AllianceApi.Episodes;

/// <summary>A meeting in an episode.</summary>
/// <param name="Number">Its number in the episode, from 1.</param>
/// <param name="HeldAt">When it began.</param>
/// <param name="Modality">inPerson, video, phone or chat; null where it was not said.</param>
/// <param name="NumberGiven">Whether the number was given; else it follows from the order of time and may move.</param>
/// <param name="DiscussedAt">When the clinician said that it was discussed with the client; null where that was not said.</param>
internal sealed record SessionResource(int Number, DateTimeOffset HeldAt, string? Modality, bool NumberGiven, DateTimeOffset? DiscussedAt);

/// <summary>A session's right time.</summary>
/// <param name="HeldAt">When it began, RFC 3339 with offset.</param>
/// <param name="Modality">inPerson, video, phone or chat.</param>
internal sealed record PutSessionBody(DateTimeOffset HeldAt, string? Modality);

internal static class Modalities
{
    public static readonly string[] All = ["inPerson", "video", "phone", "chat"];
}

/// <summary>Lists the sessions of an episode.</summary>
internal sealed record ListSessions(Call Call, string EpisodeId, PageRequest Page) : IRequest<Outcome<Page<SessionResource>>>, ICall
{
    public Operation Operation => Operation.ReadEpisode;

    public string Resource => $"/v1/episodes/{EpisodeId}/sessions";

    public static ListSessions Read(Input input) => new(input.Call, input.PathId("episodeId"), input.Page());
}

internal sealed class ListSessionsHandler(Database database) : IRequestHandler<ListSessions, Outcome<Page<SessionResource>>>
{
    public Task<Outcome<Page<SessionResource>>> Handle(ListSessions request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var caller = request.Call.Caller;
            if (EpisodeStore.Find(session, caller, request.Operation, request.EpisodeId) is not { } episode)
            {
                return Refusal.NotFound("episode");
            }

            session.ClientId = episode.ClientId;
            var after = request.Page.After is { } key ? int.Parse(key, CultureInfo.InvariantCulture) : 0;
            var rows = SessionStore.Page(session, caller.Organization, request.EpisodeId, after, request.Page.Limit + 1);
            return request.Page.Of([.. rows.Select(r => r.ToResource())], r => r.Number.ToString(CultureInfo.InvariantCulture), caller.Organization);
        },
        cancellationToken);
}

/// <summary>Reads one session, with the ETag that a correction needs.</summary>
internal sealed record GetSession(Call Call, string EpisodeId, int Number) : IRequest<Outcome<SessionResource>>, ICall
{
    public Operation Operation => Operation.ReadEpisode;

    public string Resource => $"/v1/episodes/{EpisodeId}/sessions/{Number}";

    public static GetSession Read(Input input) => new(input.Call, input.PathId("episodeId"), SessionNumber.Of(input));
}

internal sealed class GetSessionHandler(Database database) : IRequestHandler<GetSession, Outcome<SessionResource>>
{
    public Task<Outcome<SessionResource>> Handle(GetSession request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var caller = request.Call.Caller;
            var episode = EpisodeStore.Find(session, caller, request.Operation, request.EpisodeId);
            session.ClientId = episode?.ClientId;
            return episode is not null && SessionStore.Find(session, caller.Organization, request.EpisodeId, request.Number) is { } row
                ? Outcome<SessionResource>.Ok(row.ToResource(), row.State)
                : Refusal.NotFound("session");
        },
        cancellationToken);
}

/// <summary>Corrects the time of a session.</summary>
internal sealed record PutSession(Call Call, string EpisodeId, int Number, DateTimeOffset? HeldAt, string? Modality, Precondition? Precondition)
    : IRequest<Outcome<SessionResource>>, ICall
{
    public Operation Operation => Operation.WriteSession;

    public string Resource => $"/v1/episodes/{EpisodeId}/sessions/{Number}";

    public static PutSession Read(Input input) => new(
        input.Call, input.PathId("episodeId"), SessionNumber.Of(input), input.Body!.Instant("heldAt", required: true), input.Body.OneOf("modality", Modalities.All), input.Precondition);
}

internal sealed class PutSessionHandler(Database database, SeriesUpdate series) : IRequestHandler<PutSession, Outcome<SessionResource>>
{
    public Task<Outcome<SessionResource>> Handle(PutSession request, CancellationToken cancellationToken) =>
        database.Write(request, session => Put(session, request), cancellationToken);

    private Outcome<SessionResource> Put(Session session, PutSession request)
    {
        var organization = request.Call.Caller.Organization;
        var episode = EpisodeStore.Find(session, request.Call.Caller, request.Operation, request.EpisodeId);
        session.ClientId = episode?.ClientId;
        if (episode is null || SessionStore.Find(session, organization, request.EpisodeId, request.Number) is not { } stored)
        {
            return Refusal.NotFound("session");
        }

        var heldAt = request.HeldAt!.Value;
        if (stored.Time == heldAt && stored.OffsetMinutes == (long)heldAt.Offset.TotalMinutes && stored.Modality == request.Modality)
        {
            return Outcome<SessionResource>.Ok(stored.ToResource(), stored.State);
        }

        return Precondition.Check(request.Precondition, stored.State) ?? Correct(session, request, episode, stored);
    }

    private Outcome<SessionResource> Correct(Session session, PutSession request, EpisodeRow episode, SessionRow stored)
    {
        var organization = request.Call.Caller.Organization;
        var all = SessionStore.All(session, organization, request.EpisodeId);
        var placed = all.ConvertAll(s => s.ToPlaced());
        var at = placed.FindIndex(s => s.Number == stored.Number);
        var (numbers, conflict) = SessionOrder.Correct(placed, placed[at], request.HeldAt!.Value);
        if (numbers is null)
        {
            return new Refusal(ProblemType.SessionOrder, conflict!.Detail);
        }

        SessionStore.Correct(session, organization, request.EpisodeId, stored, request.HeldAt!.Value, request.Modality);
        var moves = placed.Select((s, i) => (From: s.Number, To: numbers[i])).Where(m => m.From != m.To).ToList();
        SessionStore.Move(session, organization, request.EpisodeId, moves);
        series.OfEpisode(session, request.Call, episode);
        var row = SessionStore.Find(session, organization, request.EpisodeId, numbers[at])!;
        return Outcome<SessionResource>.Ok(row.ToResource(), row.State);
    }
}

internal static class SessionNumber
{
    /// <summary>The session number of the path.</summary>
    public static int Of(Input input)
    {
        if (int.TryParse(input.Path("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most)
        {
            return number;
        }

        input.Faults.Add("path:number", "out-of-range", $"A session number is a whole number from 1 to {Most}.");
        return 0;
    }

    /// <summary>The greatest session number: an episode of daily sessions for 27 years.</summary>
    public const int Most = 10_000;
}
