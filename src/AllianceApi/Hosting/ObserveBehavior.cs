using System.Diagnostics;
using MediatR;

namespace AllianceApi.Hosting;

/// <summary>Counts and times every use case by its name and outcome; never looks at what it is about.</summary>
internal sealed class ObserveBehavior<TRequest, TResponse>(UseCaseMetrics metrics) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : IOutcome
{
    private static readonly string Name = typeof(TRequest).Name;

    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = "broken";
        try
        {
            var response = await next();
            outcome = response.Refusal?.Type.Slug ?? "done";
            return response;
        }
        finally
        {
            metrics.Handled(Name, outcome, Stopwatch.GetElapsedTime(started));
        }
    }
}
