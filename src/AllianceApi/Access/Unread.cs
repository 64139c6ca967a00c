using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Access;

/// <summary>A request of which only caller and path are known.</summary>
internal sealed record UnreadCall(Call Call, Operation Operation, string Resource) : ICall;

/// <summary>Refusals that no use case came to, because a request could not be read: they stand in the audit log like all others.</summary>
internal static class Unread
{
    /// <summary>Refuses a request, after its audit row is on disk.</summary>
    public static async Task Refuse(HttpContext http, Refusal refusal)
    {
        await Note(http, refusal);
        await Reply.Refuse(http, refusal);
    }

    /// <summary>Notes a refusal that is told elsewhere.</summary>
    public static Task Note(HttpContext http, Refusal refusal) =>
        http.GetEndpoint()?.Metadata.GetMetadata<Allows>() is { } allows && http.Features.Get<Caller>() is { } caller
            ? http.RequestServices.GetRequiredService<Database>().Note(new UnreadCall(new Call(caller, Call.OriginOf(http), null), allows.Operation, http.Request.Path), refusal, http.RequestAborted)
            : Task.CompletedTask;
}
