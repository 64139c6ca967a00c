using System.Data.Common;
using AllianceApi.Access;
using AllianceApi.Storage;

namespace AllianceApi.Shell;

/// <summary>What the program does when it is called: serve, or one of the operator's commands.</summary>
internal static class CommandLine
{
    private const string Help = """
        AllianceApi measures the therapeutic alliance.

        Usage: AllianceApi [command] [options]

        Commands
          serve [--demo]         Start the service (the default). --demo fills an empty store with a
                                 demo clinic and prints URLs and one key per role.
          migrate [--dry-run]    Bring the store to the newest schema; --dry-run lists the steps.
          keys add --role ROLE [--name NAME] [--organization ID] [--clinician ID]
                   [--supervises A,B] [--expires INSTANT]
                                 Make an API key; prints it alone on the last line.
          keys list              List the API keys of all organizations, without their secrets.
          keys revoke ID         Revoke an API key.
          import FILE [--dry-run] [--organization ID]
                                 Take a file of submissions, NDJSON or CSV by its name, as POST
                                 /v1/responses/batch does; what is refused goes to FILE.errors.ndjson.
                                 Run it again to go on where it stopped.
          export [--format ndjson|csv] [--from INSTANT] [--to INSTANT] [--identified]
                   [--out FILE] [--organization ID]
                                 Write all responses, under pseudonyms or with --identified.
          verify                 Check the store: the file, the audit chain, every stored score and headline.
          help                   Print this.

        Configuration (environment, appsettings.json beside the program, or --Name=value)
          ASPNETCORE_URLS                 Where to listen; http://127.0.0.1:5080
          Store__Provider                 sqlite (the default) or postgres
          ConnectionStrings__Alliance     The store; Data Source=data/alliance.db
          Store__PoolSize                 Connections of one instance to PostgreSQL; 20
          Security__MasterKeyFile         File with 32 random bytes in base64; required on PostgreSQL,
                                          where each instance has the same
          ALLIANCE_ADMIN_KEY              The operator's first key: aak_ and at least 32 characters;
                                          made and printed at the first start if not set
          RateLimit__RequestsPerSecond    For each credential; 100, 0 = off
          Cors__Origins__0, __1, ...      Origins whose pages may call the API
          Alerts__LowLevel__wai-sr        The level under which a look is wanted; none
          Alerts__NoFormsAfterDays        Days without a form that are worth a look; 42, 0 = never

        Documentation: docs/ in the repository, /swagger on the running service.
        """;

    public static async Task<int> Run(string[] args)
    {
        try
        {
            return await Dispatch(args);
        }
        catch (Exception e) when (e is ConfigurationException or MigrationException or UsageException or StoreUnavailableException)
        {
            await Console.Error.WriteLineAsync(e is UsageException ? $"{e.Message} See: AllianceApi help" : e.Message);
            return e is UsageException ? 2 : 1;
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The store can not be opened or written: {e.Message.Split('\n')[0].TrimEnd()} ConnectionStrings__Alliance says where it is.");
            return 1;
        }
    }

    private static Task<int> Dispatch(string[] args)
    {
        var command = args.FirstOrDefault(a => !a.StartsWith('-')) ?? "serve";
        if (args.Any(a => a is "--help" or "-h" or "-?") || command == "help")
        {
            Console.WriteLine(Help);
            return Task.FromResult(0);
        }

        var rest = new Arguments(args.Where((a, i) => i != Array.IndexOf(args, command)));
        return command switch
        {
            "serve" => ServeCommand.Run(rest),
            "migrate" => MigrateCommand.Run(rest),
            "keys" => KeysCommand.Run(rest),
            "import" => ImportCommand.Run(rest),
            "export" => ExportCommand.Run(rest),
            "verify" => VerifyCommand.Run(rest),
            _ => throw new UsageException($"There is no command {command}."),
        };
    }
}

/// <summary>The program was called in a way that it does not know.</summary>
internal sealed class UsageException(string message) : Exception(message);
