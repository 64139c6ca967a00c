namespace AllianceApi.Shell;

/// <summary>How the program logs: one JSON object a line, or plain lines for people who try it out.</summary>
internal static class Logs
{
    public static void Configure(WebApplicationBuilder builder, bool forPeople)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
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
}
