using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.People;
using AllianceApi.Storage;
using AllianceApi.Storage.Sealing;

namespace AllianceApi.Shell;

/// <summary>What must be there before the first request: the schema, the operator's key, the secrets that instances share.</summary>
internal static class Preparation
{
    /// <summary>Prepares the store.</summary>
    /// <returns>The operator's first key where it was made now and must be shown; else null.</returns>
    public static async Task<string?> Run(WebApplication app)
    {
        var services = app.Services;
        services.GetRequiredService<Migrator>().Prepare();
        await services.GetRequiredService<StoredSealing>().Ensure(CancellationToken.None);
        var secret = await services.GetRequiredService<FirstKey>().Ensure(CancellationToken.None);
        await services.GetRequiredService<Database>().Write(PublicIds.Complete, CancellationToken.None);
        await services.GetRequiredService<ErasedAgain>().Ensure(CancellationToken.None);
        await services.GetRequiredService<Cursors>().Prepare(CancellationToken.None);
        return secret;
    }
}
