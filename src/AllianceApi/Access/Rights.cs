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
        app.Use((http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<Allows>() is not { } allows || http.Features.Get<Caller>() is not { } caller)
            {
                return next(http);
            }

            if (!AccessRules.Allow(allows.Operation, caller))
            {
                return Refuse(database, http, allows.Operation, caller, Lacking(caller));
            }

            var narrowed = SmartNeed.Narrowed(caller, http.GetEndpoint()!.Metadata.GetMetadata<SmartNeed>(), http.Request.Method);
            if (narrowed is null || !AccessRules.Allow(allows.Operation, narrowed))
            {
                return Refuse(database, http, allows.Operation, caller, BeyondScopes);
            }

            if (!ReferenceEquals(narrowed, caller))
            {
                http.Features.Set(narrowed);
            }

            var (breaking, refused) = BreakGlass.Of(http.Request, narrowed, allows.Operation);
            if (refused is not null)
            {
                return Refuse(database, http, allows.Operation, caller, refused);
            }

            if (breaking.BreakGlass is not null)
            {
                BreakGlass.Broken(log, caller.KeyId);
                http.Features.Set(breaking);
            }

            return next(http);
        });
    }

    /// <summary>Refuses a call that the caller's role has no right to.</summary>
    /// <returns>The refusal, after its audit row is on disk.</returns>
    public static async Task<Refusal> Refuse(Database database, ICall call, CancellationToken cancellationToken)
    {
        var refusal = Lacking(call.Call.Caller);
        await database.Note(call, refusal, cancellationToken);
        return refusal;
    }

    private static async Task Refuse(Database database, HttpContext http, Operation operation, Caller caller, Refusal refusal)
    {
        await database.Note(new UnreadCall(new Call(caller, Call.OriginOf(http), null), operation, http.Request.Path), refusal, http.RequestAborted);
        await Reply.Refuse(http, refusal);
    }

    private static Refusal Lacking(Caller caller) => new(ProblemType.Forbidden, $"A credential with the role {caller.RoleName} may not do this.");
}
