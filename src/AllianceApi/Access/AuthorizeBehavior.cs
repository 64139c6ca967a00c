using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access;

/// <summary>Refuses, with an audit row, every request whose operation the caller's role has no right to; whichever door it came by.</summary>
internal sealed class AuthorizeBehavior<TRequest, TResponse>(Database database) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICall
    where TResponse : IRefusable<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken) =>
        await Rights.Refuse(database, request, cancellationToken) is { } refusal ? TResponse.Refused(refusal) : await next();
}
