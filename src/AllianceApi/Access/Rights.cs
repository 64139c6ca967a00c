using AllianceApi.Access.Tokens;
using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Access;

/// <summary>Refuses what the caller's role has no right to, with an audit row.</summary>
internal static class Rights
{
    /// <summary>
    /// A token with SMART scopes gets no further than they allow: on a FHIR route by its type and interaction, elsewhere only with
    /// scopes over everything, because no other route has a narrower name in them.
    /// </summary>
    public static readonly Refusal BeyondScopes = new(ProblemType.Forbidden, "The token's scopes do not allow this. Ask the identity provider for a token with wider ones.");

    /// <summary>
    /// Refuses before a request is read: who has no right learns nothing of how it would be judged, and costs no reading. It
    /// stands behind the rate limit, because the audit row is a write.
    /// </summary>
    public static void UseRights(this WebApplication app)
    {
        var database = app.Services.GetRequiredService<Database>();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("AllianceApi.Access");
        app.Use(async (http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<Allows>() is { } allows && http.Features.Get<Caller>() is { } caller)
            {
                var call = new UnreadCall(new Call(caller, Call.OriginOf(http), null), allows.Operation, http.Request.Path);
                if (await Refuse(database, call, http.RequestAborted) is { } refusal)
                {
                    await Reply.Refuse(http, refusal);
                    return;
                }

                var narrowed = SmartNeed.Narrowed(caller, http.GetEndpoint()!.Metadata.GetMetadata<SmartNeed>(), http.Request.Method);
                if (narrowed is null || !AccessRules.Allow(allows.Operation, narrowed))
                {
                    await database.Note(call, BeyondScopes, http.RequestAborted);
                    await Reply.Refuse(http, BeyondScopes);
                    return;
                }

                if (!ReferenceEquals(narrowed, caller))
                {
                    http.Features.Set(narrowed);
                }

                var (breaking, refused) = BreakGlass.Of(http.Request, narrowed, allows.Operation);
                if (refused is not null)
                {
                    await database.Note(call, refused, http.RequestAborted);
                    await Reply.Refuse(http, refused);
                    return;
                }

                if (breaking.BreakGlass is not null)
                {
                    BreakGlass.Broken(log, caller.KeyId);
                    http.Features.Set(breaking);
                }
            }

            await next(http);
        });
    }

    /// <summary>The refusal, after its audit row is on disk; null where the role has the right.</summary>
    public static async Task<Refusal?> Refuse(Database database, ICall call, CancellationToken cancellationToken)
    {
        var caller = call.Call.Caller;
        if (AccessRules.Allow(call.Operation, caller))
        {
            return null;
        }

        var refusal = new Refusal(ProblemType.Forbidden, $"A credential with the role {caller.RoleName} may not do this.");
        await database.Note(call, refusal, cancellationToken);
        return refusal;
    }
}
