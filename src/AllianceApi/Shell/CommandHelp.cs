namespace AllianceApi.Shell;

/// <summary>What each command says of itself with <c>--help</c>.</summary>
internal static class CommandHelp
{
    private const string Codes = """


        Exit code: 0 done; 1 not done, or something was found, and one line says what; 2 called in a way that is not understood.
        Configuration: as for the service; see AllianceApi help.
        """;

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["serve"] = """
            Usage: AllianceApi [serve] [--demo] [--Name=value ...]

            Starts the service. It brings a SQLite store to the newest schema by itself, listens on ASPNETCORE_URLS
            (http://127.0.0.1:5080), logs one JSON object a line, and ends on Ctrl+C or SIGTERM when all that it
            accepted is on disk.

              --demo   Fill an empty store with a demo clinic and print the URLs and one key for each role. A store
                       that holds other data is left as it is.
            """,
        ["migrate"] = """
            Usage: AllianceApi migrate [--dry-run]

            Brings the store to the newest schema, step by step, each in a transaction of its own. A step that was
            applied and has changed since is refused, and so is a store from a newer version.

              --dry-run   Only list the steps that would be taken.
            """,
        ["audit"] = """
            Usage: AllianceApi audit anchor [--organization ID]
                   AllianceApi audit verify [--sequence N --hash HEX] [--organization ID]

            anchor prints the newest row's number and hash of the audit log, to be kept where nobody who can write to
            the store can write. verify walks the chain and names the first row that was changed, removed, inserted or
            moved; given a kept anchor it also tells whether the log still holds that row.
            """,
        ["keys"] = """
            Usage: AllianceApi keys add --role ROLE [--name NAME] [--organization ID] [--clinician ID]
                                        [--supervises A,B] [--expires INSTANT]
                   AllianceApi keys list
                   AllianceApi keys revoke ID
                   AllianceApi keys rotate

            Makes, lists and revokes API keys at the store itself. A new key stands alone on the last line and is shown
            this once. A running service notices a revoked key within a second. rotate is about another kind of key: it
            puts a new master key into the file of Security__MasterKeyFile and wraps every client's data key with it.

              --role          admin, integration, clinician, supervisor or auditor
              --organization  whose key; made if it is lacking; default
              --clinician     the clinician that a clinician's key belongs to
              --supervises    the clinicians that a supervisor's key may look at, with commas
              --expires       such as 2027-01-01T00:00:00Z
            """,
        ["import"] = """
            Usage: AllianceApi import FILE [--dry-run] [--format ndjson|csv] [--organization ID]

            Takes a file of submissions into the store, one a line, as POST /v1/responses/batch does: each line stands
            alone and is on disk when it is counted. Progress goes to the error output, the counts to the output; what
            is refused goes to FILE.errors.ndjson with the number of its line and its problem. The service may run
            beside it. After an interruption run it again: what is stored is counted as unchanged, and nothing is
            entered twice.

              --dry-run        Store nothing; count what would be.
              --format         What the file is; else its name decides: CSV where it ends in .csv.
              --organization   Whose submissions; default

            Exit code 1 also where a line was refused or the end of the file was not reached.
            """,
        ["export"] = """
            Usage: AllianceApi export [--format ndjson|csv] [--from INSTANT] [--to INSTANT] [--identified]
                                      [--out FILE] [--organization ID]

            Writes the responses that count to FILE, or to the output: one a row, by episode and session, each episode
            under a pseudonym that is the same in every export of this store. In CSV a text that a spreadsheet would
            take for a formula begins with an apostrophe.

              --from, --to     Sessions held at or after the one instant and before the other
              --identified     Give the ids of episode, client, clinician and response, too; the audit log says so
              --out            The file; it is overwritten only when the export is whole
            """,
        ["backup"] = """
            Usage: AllianceApi backup FILE

            Copies the SQLite store to FILE as it is at one instant, while the service goes on writing; nobody waits.
            The copy is checked before it gets its name, readable by its owner alone, and is complete in one file. It
            overwrites nothing. It says how large it is and which key file to keep in a different place.
            On PostgreSQL use pg_dump.
            """,
        ["restore"] = """
            Usage: AllianceApi restore FILE

            Puts the backup FILE in the place of the store (ConnectionStrings__Alliance), where there is none: it is
            copied beside it, its integrity and its schema are checked, and then it gets its name in one step. It
            overwrites nothing. Stop the service first, and run AllianceApi verify after.
            On PostgreSQL use pg_restore.
            """,
        ["verify"] = """
            Usage: AllianceApi verify

            Checks the whole store: the file page by page, the audit chain of each organization, every stored score
            derived again from its answers, every series from its scores. It only reads, and the service may run
            beside it. Every difference is a line; it names ids and no answers.
            """,
    };

    /// <summary>The commands.</summary>
    public static IReadOnlyCollection<string> Commands => Texts.Keys;

    /// <summary>What a command says of itself; null where there is no such command.</summary>
    public static string? Of(string command) => Texts.GetValueOrDefault(command) is { } text ? text + Codes : null;
}
