using AllianceApi.Storage;

namespace AllianceApi.Shell;

/// <summary>Brings the store to the newest schema.</summary>
internal static class MigrateCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        var dryRun = arguments.Flag("--dry-run");
        await using var app = Program.Build(arguments.Settings(), builder => builder.Logging.ClearProviders());
        var migrator = app.Services.GetRequiredService<Migrator>();
        var pending = migrator.Pending();
        if (!dryRun)
        {
            migrator.Migrate();
        }

        foreach (var migration in pending)
        {
            Console.WriteLine($"{migration.Name} {(dryRun ? "would be applied" : "applied")}");
        }

        if (pending.Count == 0)
        {
            Console.WriteLine("The store has the newest schema.");
        }

        return 0;
    }
}
