using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access.Keys;

/// <summary>Revokes an API key: it stops within a second on every instance.</summary>
internal sealed record RevokeKey(Call Call, string KeyId) : IRequest<Outcome<KeyResource>>, ICall
{
    public Operation Operation => Operation.ManageKeys;

    public string Resource => $"/v1/keys/{KeyId}";

    public static RevokeKey Read(Input input) => new(input.Call, input.Path("keyId"));
}

internal sealed class RevokeKeyHandler(Database database, KeyDirectory directory) : IRequestHandler<RevokeKey, Outcome<KeyResource>>
{
    public async Task<Outcome<KeyResource>> Handle(RevokeKey request, CancellationToken cancellationToken)
    {
        var outcome = await database.Write(request, session => Revoke(session, request), cancellationToken);
        directory.Forget();
        return outcome;
    }

    private static Outcome<KeyResource> Revoke(Session session, RevokeKey request) =>
        KeyStore.Revoke(session, request.Call.Caller.Organization, request.KeyId) ? Outcome<KeyResource>.Done() : Refusal.NotFound("key");
}
