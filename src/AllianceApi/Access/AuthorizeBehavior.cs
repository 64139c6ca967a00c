using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access;

/// <summary>Refuses, with an audit row, every request whose operation the caller's role has no right to; whichever door it came by.</summary>
internal sealed class AuthorizeBehavior<TRequest, TResponse>(Database database) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICall
    where TResponse : IRefusable<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        if (AccessRules.For(request.Operation, request.Call.Caller.Role) != Reach.None)
        {
            return await next();
        }

        var refusal = new Refusal(ProblemType.Forbidden, $"A credential with the role {request.Call.Caller.Role.Name()} may not do this.");
        await database.Write(
            session =>
            {
                session.Audit(request, refusal);
                return true;
            },
            cancellationToken);
        return TResponse.Refused(refusal);
    }
}
