using System.Globalization;
using System.Text;
using AllianceApi.Access.Audit;
using AllianceApi.Access.Organizations;
using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Shell;

/// <summary>Gives the newest hash of an audit log to be kept elsewhere, and holds a kept one against the log.</summary>
internal static class AuditCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        var verb = arguments.Next();
        var organization = arguments.Option("--organization") ?? OrganizationStore.Default;
        Func<Session, (bool Holds, string Line)> work = verb switch
        {
            "anchor" => session => Anchor(session, organization),
            "verify" => Verify(organization, Kept(arguments)),
            _ => throw new UsageException("audit takes anchor or verify."),
        };
        await using var app = Program.Build(arguments.Settings(), builder => builder.Logging.ClearProviders());
        app.Services.GetRequiredService<Migrator>().Prepare();
        var database = app.Services.GetRequiredService<Database>();
        await database.Settle(CancellationToken.None);
        var (holds, line) = await database.Read(work, CancellationToken.None);
        Console.WriteLine(line);
        await database.Stop(CancellationToken.None);
        return holds ? 0 : 1;
    }

    private static KeptAnchor? Kept(Arguments arguments)
    {
        var (sequence, hash) = (arguments.Option("--sequence"), arguments.Option("--hash"));
        if (sequence is null && hash is null)
        {
            return null;
        }

        return hash is not null && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new KeptAnchor(number, hash)
            : throw new UsageException("An anchor is --sequence NUMBER and --hash HEX, as audit anchor prints them.");
    }

    private static (bool Holds, string Line) Anchor(Session session, string organization) => AuditAnchor.Of(session, organization) is { } anchor
        ? (true, Encoding.UTF8.GetString(ApiJson.Bytes(anchor)))
        : (false, $"The audit log of {organization} is empty.");

    private static Func<Session, (bool Holds, string Line)> Verify(string organization, KeptAnchor? anchor) => session =>
    {
        var verdict = AuditVerification.Of(session, organization, anchor);
        return (verdict.Valid, Encoding.UTF8.GetString(ApiJson.Bytes(verdict)));
    };
}
