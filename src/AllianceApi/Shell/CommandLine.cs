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
          keys rotate            Put a new master key into use and wrap all data keys with it, while the
                                 service goes on.
          import FILE [--dry-run] [--organization ID]
                                 Take a file of submissions, NDJSON or CSV by its name, as POST
                                 /v1/responses/batch does; what is refused goes to FILE.errors.ndjson.
                                 Run it again to go on where it stopped.
          export [--format ndjson|csv] [--from INSTANT] [--to INSTANT] [--identified]
                   [--out FILE] [--organization ID]
                                 Write all responses, under pseudonyms or with --identified.
          backup FILE            Copy the SQLite store to FILE while the service goes on.
          restore FILE           Put a backup in the place of the store, where there is none.
          verify                 Check the store: the file, the audit chain, every stored score and headline.
          audit anchor [--organization ID]
                                 Print the newest hash of the audit log, to be kept elsewhere.
          audit verify [--sequence N --hash HEX] [--organization ID]
                                 Check the audit log's chain, and that it still holds a kept anchor.
          help [COMMAND]         Print this, or all about one command, as COMMAND --help does.

        Exit code: 0 done; 1 not done, one line says why; 2 called in a way that is not understood; 70 it broke.

        Configuration (environment, appsettings.json beside the program, or --Name=value)
          ASPNETCORE_URLS                 Where to listen; http://127.0.0.1:5080
          Store__Provider                 sqlite (the default) or postgres
          ConnectionStrings__Alliance     The store; Data Source=data/alliance.db
          Store__PoolSize                 Connections of one instance to PostgreSQL; 20
          Security__MasterKeyFile         The master keys that wrap clients' data keys; the store's file
                                          name and .key, made with mode 600 if it is not there
                                           (required on PostgreSQL, where each instance has the same)
          ALLIANCE_ADMIN_KEY              The operator's first key: aak_ and at least 32 characters;
                                          made and printed at the first start if not set
          RateLimit__RequestsPerSecond    For each credential; 100, 0 = off
          Cors__Origins__0, __1, ...      Origins whose pages may call the API
          Security__FrameOrigins__0, ...  Origins whose pages may frame charts and pages of ours; none
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
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync($"{e.Message} See: AllianceApi help");
            return 2;
        }
        catch (Exception e) when (e is ConfigurationException or MigrationException or StoreFileException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (StoreUnavailableException e)
        {
            await Console.Error.WriteLineAsync(e.InnerException is { } cause ? $"{e.Message} {FirstLine(cause)} ConnectionStrings__Alliance says where it is." : e.Message);
            return 1;
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The store can not be opened or written: {FirstLine(e)} ConnectionStrings__Alliance says where it is.");
            return 1;
        }
    }

    /// <summary>Runs the program so that no exception is left to the runtime, which would print its message.</summary>
    public static async Task<int> RunGuarded(string[] args)
    {
        Breakdown.Watch();
        try
        {
            return await Run(args);
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(Breakdown.Told(e));
            return Breakdown.Code;
        }
    }

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].TrimEnd();

    private static Task<int> Dispatch(string[] args)
    {
        var words = args.Where(a => !a.StartsWith('-')).ToArray();
        var command = words.FirstOrDefault() ?? "serve";
        if (command == "help" || args.Any(a => a is "--help" or "-h" or "-?"))
        {
            Console.WriteLine(Topic(words));
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
            "backup" => BackupCommand.Run(rest),
            "restore" => RestoreCommand.Run(rest),
            "verify" => VerifyCommand.Run(rest),
            "audit" => AuditCommand.Run(rest),
            _ => throw NoSuch(command),
        };
    }

    private static string Topic(string[] words) =>
        words.FirstOrDefault(w => w != "help") is { } command ? CommandHelp.Of(command) ?? throw NoSuch(command) : Help;

    private static UsageException NoSuch(string command) => new($"There is no command {command}.");
}

/// <summary>The program was called in a way that it does not know.</summary>
internal sealed class UsageException(string message) : Exception(message);
