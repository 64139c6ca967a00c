namespace AllianceApi.Shell;

/// <summary>How the program logs: one JSON object a line, or plain lines for people who try it out.</summary>
internal static class Logs
{
    public static void Configure(WebApplicationBuilder builder, bool forPeople)
    {
        builder.Logging.ClearProviders();
        Levels(builder.Logging);
        if (forPeople)
        {
            builder.Logging.AddSimpleConsole(o => o.SingleLine = true);
            return;
        }

        builder.Logging.AddJsonConsole(o =>
        {
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
    }

    /// <summary>
    /// What is logged at all. The framework writes the paths of requests at its lower levels, and paths hold ids: they stay out.
    /// Its diagnostics of requests are off altogether, because every entry would stand in a scope that names the path.
    /// </summary>
    public static void Levels(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
        .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
}
