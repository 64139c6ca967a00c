using AllianceApi.Access.Tokens;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access.Apps;

/// <summary>What an administrator says of an app.</summary>
internal sealed record AppContent(string? Name, string Role, string Scopes, string? Jwks, string? JwksUri)
{
    private const int MostScopes = 50;

    /// <summary>People have roles of their own; an app has one of these.</summary>
    public static readonly string[] Roles = ["integration", "admin", "auditor"];

    public static AppContent Read(Members body)
    {
        var name = body.Text("name", required: true);
        var scopes = ReadScopes(body);
        var role = body.OneOf("role", Roles) ?? "integration";
        var (jwks, uri) = (KeyDocument.Read(body, "jwks"), body.Text("jwksUri", longest: 2000));
        if (body.Valid && body.Has("jwks") == body.Has("jwksUri"))
        {
            body.Faults.Add(body.At("jwks"), "required", "Send either the keys themselves (jwks) or where they lie (jwksUri).");
        }

        return new AppContent(name, role, scopes, jwks, uri);
    }

    private static string ReadScopes(Members body)
    {
        var texts = new List<string>();
        foreach (var element in body.Array("scopes", required: true, most: MostScopes) ?? [])
        {
            var text = JsonText.Of(element) ?? "";
            if (SmartScope.Read(text) is not { Level: SmartLevel.System } || text.Contains(' ', StringComparison.Ordinal) || texts.Contains(text))
            {
                body.Faults.Add($"{body.At("scopes")}/{texts.Count}", "out-of-range", "Each is a SMART scope of the level system, such as system/Observation.rs or system/*.cruds, named once.");
            }

            texts.Add(text);
        }

        if (body.Valid && texts.Count == 0 && !body.Faults.Has(body.At("scopes")))
        {
            body.Faults.Add(body.At("scopes"), "out-of-range", "Name at least one scope.");
        }

        return string.Join(' ', texts);
    }
}

/// <summary>Makes an app.</summary>
internal sealed record MakeApp(Call Call, AppContent Content) : IRequest<Outcome<AppResource>>, ICall
{
    public Operation Operation => Operation.ManageKeys;

    public string Resource => "/v1/apps";

    public static MakeApp Read(Input input) => new(input.Call, AppContent.Read(input.Body!));
}

internal sealed class MakeAppHandler(Database database, KeyTargets targets) : IRequestHandler<MakeApp, Outcome<AppResource>>
{
    public Task<Outcome<AppResource>> Handle(MakeApp request, CancellationToken cancellationToken) => database.Write(request, session => Make(session, request), cancellationToken);

    private Outcome<AppResource> Make(Session session, MakeApp request)
    {
        if (targets.Refuse(request.Content) is { } refusal)
        {
            return refusal;
        }

        var row = new AppRow
        {
            Organization = request.Call.Caller.Organization,
            AppId = session.NewId(),
            Name = request.Content.Name!,
            Role = request.Content.Role,
            Scopes = request.Content.Scopes,
            Jwks = request.Content.Jwks,
            JwksUri = request.Content.JwksUri,
            CreatedAt = session.Now,
        };
        AppStore.Insert(session, row);
        return Outcome<AppResource>.Created(AppResource.Of(row), row.Path, 1);
    }
}

/// <summary>Changes an app: its keys, its scopes, its name. The tokens that it has end at once.</summary>
internal sealed record ChangeApp(Call Call, string AppId, AppContent Content, Precondition? Precondition) : IRequest<Outcome<AppResource>>, ICall
{
    public Operation Operation => Operation.ManageKeys;

    public string Resource => $"/v1/apps/{AppId}";

    public static ChangeApp Read(Input input) => new(input.Call, input.Path("appId"), AppContent.Read(input.Body!), input.Precondition);
}

internal sealed class ChangeAppHandler(Database database, KeyTargets targets, AppDirectory directory) : IRequestHandler<ChangeApp, Outcome<AppResource>>
{
    public async Task<Outcome<AppResource>> Handle(ChangeApp request, CancellationToken cancellationToken)
    {
        var outcome = await database.Write(request, session => Change(session, request), cancellationToken);
        directory.Forget();
        return outcome;
    }

    private Outcome<AppResource> Change(Session session, ChangeApp request)
    {
        var content = request.Content;
        if (AppStore.Find(session, request.Call.Caller.Organization, request.AppId) is not { } stored)
        {
            return Refusal.NotFound("app");
        }

        var changed = stored with { Name = content.Name!, Role = content.Role, Scopes = content.Scopes, Jwks = content.Jwks, JwksUri = content.JwksUri };
        if (changed == stored)
        {
            return Outcome<AppResource>.Ok(AppResource.Of(stored), stored.Revision);
        }

        if ((Precondition.Check(request.Precondition, stored.Revision) ?? targets.Refuse(content)) is { } refusal)
        {
            return refusal;
        }

        changed = changed with { Revision = stored.Revision + 1 };
        AppStore.Change(session, changed);
        return Outcome<AppResource>.Ok(AppResource.Of(changed), changed.Revision);
    }
}

/// <summary>Revokes an app: it gets no more tokens, and those that it has stop within a second on every instance.</summary>
internal sealed record RevokeApp(Call Call, string AppId) : IRequest<Outcome<AppResource>>, ICall
{
    public Operation Operation => Operation.ManageKeys;

    public string Resource => $"/v1/apps/{AppId}";

    public static RevokeApp Read(Input input) => new(input.Call, input.Path("appId"));
}

internal sealed class RevokeAppHandler(Database database, AppDirectory directory) : IRequestHandler<RevokeApp, Outcome<AppResource>>
{
    public async Task<Outcome<AppResource>> Handle(RevokeApp request, CancellationToken cancellationToken)
    {
        var outcome = await database.Write(
            request,
            session => AppStore.Revoke(session, request.Call.Caller.Organization, request.AppId) ? Outcome<AppResource>.Done() : Refusal.NotFound("app"),
            cancellationToken);
        directory.Forget();
        return outcome;
    }
}
