using AllianceApi.Access;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Responses.Batch;

/// <summary>Asks to send a batch of submissions: whether the caller may submit at all is settled before its first line.</summary>
internal sealed record OpenBatch(Call Call, bool IsDryRun) : IRequest<Outcome<OpenedBatch>>, ICall
{
    public const string Path = "/v1/responses/batch";

    public Operation Operation => Operation.WriteResponse;

    public string Resource => Path;

    public static OpenBatch Read(Input input) => new(input.Call with { Once = null }, input.QueryFlag("dryRun"));
}

/// <summary>A batch that may begin.</summary>
internal sealed class OpenedBatch(BatchWindows windows, OpenBatch request)
{
    /// <summary>A run over one file; <paramref name="answer"/> is given what became of each line, in the order of the lines.</summary>
    public BatchRun Begin(BatchFormat format, Func<IReadOnlyList<LineResult>, Task> answer) => new(windows, request.Call, request.IsDryRun, format, answer);
}

internal sealed class OpenBatchHandler(BatchWindows windows) : IRequestHandler<OpenBatch, Outcome<OpenedBatch>>
{
    public Task<Outcome<OpenedBatch>> Handle(OpenBatch request, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome<OpenedBatch>.Ok(new OpenedBatch(windows, request)));
}
