using System.Net.Sockets;
using AllianceApi.Access;
using AllianceApi.Demo;
using Microsoft.AspNetCore.Connections;

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
        await Listen(app);
        Announcement.Print(app.Urls, firstKey, clinic);
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static async Task Listen(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new ConfigurationException("The address is in use. Stop the other program, or choose another address with ASPNETCORE_URLS.");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or SocketException or IOException)
        {
            throw new ConfigurationException($"The service can not listen on the address {app.Configuration["URLS"]}. Give it one such as http://127.0.0.1:5080 with ASPNETCORE_URLS.");
        }
    }
}
