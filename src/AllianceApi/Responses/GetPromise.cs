using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using AllianceApi.Visibility;
using MediatR;

namespace AllianceApi.Responses;

/// <summary>What was promised to the person who gave a response, and what holds for it now.</summary>
/// <param name="ResponseId">The response.</param>
/// <param name="Promised">The policy that was in force when it was given.</param>
/// <param name="InWords">The same as it was told then; empty for what was given before words were kept.</param>
/// <param name="InForce">What holds for it now: the narrower of the promise and the policy of today.</param>
internal sealed record PromiseResource(string ResponseId, PolicyInForce Promised, IReadOnlyList<string> InWords, PolicyInForce InForce)
{
    public static PromiseResource Of(Session session, string organization, ResponseRow row, VisibilityPolicy today)
    {
        var promise = new Promise(row.Promise);
        return new PromiseResource(
            row.ResponseId, PolicyInForce.Of(promise.Policy), VisibilityStore.WordsOf(session, organization, promise), PolicyInForce.Of(promise.Policy.And(today)));
    }
}

/// <summary>Reads what was promised for a response.</summary>
internal sealed record GetPromise(Call Call, string ResponseId) : IRequest<Outcome<PromiseResource>>, ICall
{
    public Operation Operation => Operation.ReadVisibility;

    public string Resource => $"/v1/responses/{ResponseId}/promise";

    public static GetPromise Read(Input input) => new(input.Call, input.Path("responseId"));
}

internal sealed class GetPromiseHandler(Database database) : IRequestHandler<GetPromise, Outcome<PromiseResource>>
{
    public Task<Outcome<PromiseResource>> Handle(GetPromise request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var caller = request.Call.Caller;
            if (ResponseStore.Find(session, caller, request.Operation, request.ResponseId) is not { } row
                || EpisodeStore.Find(session, caller, request.Operation, row.EpisodeId) is not { } episode)
            {
                return Refusal.NotFound("response");
            }

            session.ClientId = episode.ClientId;
            return Outcome<PromiseResource>.Ok(
                PromiseResource.Of(session, caller.Organization, row, VisibilityStore.InForce(session, caller.Organization, episode.ClientId)), row.Revision);
        },
        cancellationToken);
}
