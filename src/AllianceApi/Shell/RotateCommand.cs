using AllianceApi.Storage;
using AllianceApi.Storage.Sealing;

namespace AllianceApi.Shell;

/// <summary>
/// Puts a new master key into use and wraps every data key with it. The service may go on beside it: it reads the file anew when
/// it meets a key that it does not know, and the key used until now stays in the file for data keys that are made meanwhile.
/// </summary>
internal static class RotateCommand
{
    private const int AtATime = 500;

    public static async Task<int> Run(Arguments arguments)
    {
        await using var app = Program.Build(arguments.Settings(), builder => builder.Logging.ClearProviders());
        app.Services.GetRequiredService<Migrator>().Prepare();
        var (database, vault, masters) = (app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<Vault>(), app.Services.GetRequiredService<MasterKeys>());
        var needed = await database.Write(
            session =>
            {
                vault.Open(session);
                return vault.MastersInUse(session);
            },
            CancellationToken.None);
        var made = masters.Rotate(needed);
        var count = 0;
        while (await database.Write(s => vault.Rewrap(s, AtATime), CancellationToken.None) is var wrapped and > 0)
        {
            count += wrapped;
        }

        Console.WriteLine($"{count} data keys are wrapped with the new master key {made.Id}. Copy the master key file to where you keep it.");
        await database.Stop(CancellationToken.None);
        return 0;
    }
}
