using AllianceApi.Demo;

namespace AllianceApi.Shell;

/// <summary>Starts the service.</summary>
internal static class ServeCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        var demo = arguments.Flag("--demo");
        await using var app = Program.Build(arguments.Settings(), builder => Logs.Configure(builder, forPeople: demo));
        var firstKey = await Preparation.Run(app);
        var adminIsKnown = firstKey is not null || app.Configuration["ALLIANCE_ADMIN_KEY"] is not null;
        var clinic = demo ? await DemoClinic.Open(app.Services, adminIsKnown, app.Lifetime.ApplicationStopping) : null;
        await app.StartAsync();
        Announcement.Print(app.Urls, firstKey, clinic);
        await app.WaitForShutdownAsync();
        return 0;
    }
}
