using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.People;

/// <summary>
/// Erases again, before the first request, who was erased and stands in the store all the same, because a backup of before was
/// put back. Who was erased comes with the newest data keys.
/// </summary>
internal sealed partial class ErasedAgain(Database database, ISender sender, ILogger<ErasedAgain> log)
{
    public async Task Ensure(CancellationToken cancellationToken)
    {
        var found = await database.Read(ClientRecordStore.ErasedButThere, cancellationToken);
        foreach (var (organization, clientId) in found)
        {
            await sender.Send(new EraseClient(Call.OfService(organization), clientId, new Precondition(Any: true, [])), cancellationToken);
        }

        if (found.Count > 0)
        {
            Done(log, found.Count);
        }
    }

    [LoggerMessage(2103, LogLevel.Warning, "{Count} clients who were erased stood in the store that was put back; they are erased again")]
    private static partial void Done(ILogger logger, int count);
}
