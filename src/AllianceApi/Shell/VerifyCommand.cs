using AllianceApi.Shell.Checks;
using AllianceApi.Storage;

namespace AllianceApi.Shell;

/// <summary>Checks that the store holds what the method gives: for the operator after a restore, and whenever in doubt.</summary>
internal static class VerifyCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        await using var app = Program.Build(arguments.Settings(), builder => builder.Logging.ClearProviders());
        app.Services.GetRequiredService<Migrator>().PrepareReading();
        var isWhole = await ActivatorUtilities.CreateInstance<StoreVerification>(app.Services).Run(Console.Out, CancellationToken.None);
        await app.Services.GetRequiredService<Database>().Stop(CancellationToken.None);
        return isWhole ? 0 : 1;
    }
}
