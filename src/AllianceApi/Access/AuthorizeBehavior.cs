using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access;

/// <summary>Refuses, with an audit row, every request whose operation the caller's role has no right to; whichever door it came by.</summary>
internal sealed class AuthorizeBehavior<TRequest, TResponse>(Database database) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICall
    where TResponse : IRefusable<TResponse>
{
    public Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken) =>
        AccessRules.Allow(request.Operation, request.Call.Caller) ? next() : Refuse(request, cancellationToken);

    private async Task<TResponse> Refuse(TRequest request, CancellationToken cancellationToken) => TResponse.Refused(await Rights.Refuse(database, request, cancellationToken));
}
