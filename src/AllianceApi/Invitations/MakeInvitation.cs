using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Invitations;

/// <summary>Makes a one-time link for one rater to answer one form for one session.</summary>
internal sealed record MakeInvitation(Call Call, string EpisodeId, NamedSession? Session, string? Instrument, string? Rater, string? Language, DateTimeOffset? ExpiresAt, string Address)
    : IRequest<Outcome<NewInvitationResource>>, ICall
{
    public Operation Operation => Operation.WriteInvitation;

    public string Resource => $"/v1/episodes/{EpisodeId}/invitations";

    public static MakeInvitation Read(Input input, string address)
    {
        var body = input.Body!;
        return new MakeInvitation(
            input.Call,
            input.PathId("episodeId"),
            Submission.ReadSession(body),
            body.Text("instrument"),
            body.OneOf("rater", Submission.Raters, required: true),
            body.Text("language", required: true, longest: 35),
            body.Instant("expiresAt"),
            address);
    }
}

internal sealed class MakeInvitationHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<MakeInvitation, Outcome<NewInvitationResource>>
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(7);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    public Task<Outcome<NewInvitationResource>> Handle(MakeInvitation request, CancellationToken cancellationToken) =>
        database.Write(request, session => Make(session, request), cancellationToken);

    private Outcome<NewInvitationResource> Make(Session session, MakeInvitation request)
    {
        var organization = request.Call.Caller.Organization;
        if (EpisodeStore.Find(session, request.Call.Caller, request.Operation, request.EpisodeId) is not { } episode)
        {
            return Refusal.NotFound("episode");
        }

        session.ClientId = episode.ClientId;
        var document = instruments.Find(session, organization, request.Instrument ?? episode.Instrument);
        var expiresAt = request.ExpiresAt ?? session.At + Usual;
        if (Fault(session, request, organization, document, expiresAt) is { } fault)
        {
            return fault;
        }

        var instrument = document!.Instrument;
        if (instruments.Wording(session, organization, document, request.Language!) is null)
        {
            return new Refusal(
                ProblemType.WordingMissing,
                $"{instrument.Id}@{instrument.Version} has no texts in the language {request.Language}, and nobody is sent a form without its texts. Attach them with PUT /v1/instruments/{instrument.Id}/versions/{instrument.Version}/wording/{request.Language}.");
        }

        var row = new InvitationRow
        {
            Organization = organization,
            InvitationId = session.NewId(),
            EpisodeId = episode.EpisodeId,
            SessionNumber = request.Session!.Number,
            HeldAt = request.Session.HeldAt?.ToStore(),
            OffsetMinutes = (long?)request.Session.HeldAt?.Offset.TotalMinutes,
            Modality = request.Session.Modality,
            Instrument = instrument.Id,
            Version = instrument.Version,
            Rater = request.Rater!,
            Language = request.Language!,
            CreatedAt = session.Now,
            ExpiresAt = expiresAt.ToStore(),
        };
        var token = InvitationToken.New();
        InvitationStore.Insert(session, row, InvitationToken.Hash(token), request.Call.Caller.KeyId);
        return Outcome<NewInvitationResource>.Created(
            new NewInvitationResource(
                row.InvitationId, $"{request.Address}/f/{token}", Instant.FromStore(row.ExpiresAt), row.EpisodeId, new InvitedSession(request.Session.Number, row.Held, row.Modality), row.Instrument, row.Version, row.Rater, row.Language),
            $"{request.Resource}/{row.InvitationId}",
            1);
    }

    private static Refusal? Fault(Session session, MakeInvitation request, string organization, InstrumentDocument? document, DateTimeOffset expiresAt)
    {
        var faults = new Faults();
        if (document is null)
        {
            faults.Add("/instrument", "unknown-instrument", "There is no such instrument; GET /v1/instruments lists them.");
        }
        else if (!document.Instrument.Raters.Any(r => r.ToString().Equals(request.Rater, StringComparison.OrdinalIgnoreCase)))
        {
            faults.Add("/rater", "rater-not-allowed", $"This form is answered by {string.Join(" or ", document.Instrument.Raters.Select(r => r.ToString().ToLowerInvariant()))}.");
        }

        if (request.Session is { HeldAt: null, Number: { } number } && SessionStore.Find(session, organization, request.EpisodeId, number) is null)
        {
            faults.Add("/session/heldAt", "required", "This session is not known yet: say when it is held.");
        }

        if (expiresAt <= session.At || expiresAt > session.At + Longest)
        {
            faults.Add("/expiresAt", "out-of-range", "An invitation ends in the future, and within 90 days.");
        }

        return faults.Any ? Refusal.Invalid(faults.All) : null;
    }
}
