using System.Text.Json;
using AllianceApi.Access;
using AllianceApi.Access.Keys;
using AllianceApi.Access.Organizations;
using AllianceApi.Hosting;
using AllianceApi.People;
using AllianceApi.Storage;

namespace AllianceApi.Shell;

/// <summary>Makes, lists and revokes API keys at the store itself, for the operator.</summary>
internal static class KeysCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        var verb = arguments.Next();
        if (verb == "rotate")
        {
            return await RotateCommand.Run(arguments);
        }

        var work = verb switch
        {
            "add" => Add(arguments),
            "list" => List,
            "revoke" => Revoke(arguments.Next() ?? throw new UsageException("keys revoke needs the id of a key.")),
            _ => throw new UsageException("keys takes add, list, revoke or rotate."),
        };
        await using var app = Program.Build(arguments.Settings(), builder => builder.Logging.ClearProviders());
        app.Services.GetRequiredService<Migrator>().Prepare();
        var database = app.Services.GetRequiredService<Database>();
        foreach (var line in await database.Write(work, CancellationToken.None))
        {
            Console.WriteLine(line);
        }

        await database.Stop(CancellationToken.None);
        return 0;
    }

    private static Func<Session, IReadOnlyList<string>> Add(Arguments arguments)
    {
        var role = arguments.Option("--role") ?? throw new UsageException("keys add needs --role.");
        var organization = arguments.Option("--organization") ?? OrganizationStore.Default;
        var clinician = arguments.Option("--clinician");
        var supervises = arguments.Option("--supervises")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var name = arguments.Option("--name") ?? $"{role} from the shell";
        var expires = arguments.Option("--expires");
        Check(role, organization, clinician, supervises);
        var expiry = default(DateTimeOffset);
        if (expires is not null && Instant.Read(expires, out expiry) is not null)
        {
            throw new UsageException("--expires needs an instant with offset, such as 2027-01-01T00:00:00Z.");
        }

        return session => Add(session, organization, clinician, supervises, new KeyStore.KeyRow
        {
            KeyId = session.NewId(),
            Name = name,
            Role = role,
            OrganizationId = organization,
            ClinicianId = clinician,
            Supervises = supervises is null ? null : JsonSerializer.Serialize(supervises),
            CreatedAt = session.Now,
            ExpiresAt = expires is null ? null : expiry.ToStore(),
        });
    }

    private static void Check(string role, string organization, string? clinician, string[]? supervises)
    {
        if (!Roles.Names.Contains(role))
        {
            throw new UsageException($"--role is one of {string.Join(", ", Roles.Names)}.");
        }

        if ((role == "clinician") != clinician is not null || (role == "supervisor") != supervises is { Length: > 0 })
        {
            throw new UsageException("A clinician's key, and no other, needs --clinician; a supervisor's key, and no other, needs --supervises.");
        }

        if (!ExternalId.Fits(organization) || (clinician is not null && !ExternalId.Fits(clinician)) || supervises?.All(ExternalId.Fits) == false)
        {
            throw new UsageException(ExternalId.Rule + ".");
        }
    }

    private static List<string> Add(Session session, string organization, string? clinician, string[]? supervises, KeyStore.KeyRow row)
    {
        if (!OrganizationStore.Exists(session, organization))
        {
            OrganizationStore.Save(session, organization, null, 1);
        }

        foreach (var id in supervises ?? (clinician is null ? [] : [clinician]))
        {
            if (!PeopleStore.ClinicianExists(session, organization, id))
            {
                throw new UsageException($"There is no clinician {id} in {organization}. Enter it first with PUT /v1/clinicians/{id}.");
            }
        }

        var secret = KeySecret.New();
        KeyStore.Insert(session, row, KeySecret.Hash(secret), isOperator: false);
        return [$"Key {row.KeyId} for {row.Role} in {organization}. It is shown this once:", secret];
    }

    private static IReadOnlyList<string> List(Session session)
    {
        var lines = new List<string>();
        foreach (var organization in OrganizationStore.List(session, null, int.MaxValue))
        {
            lines.AddRange(KeyStore.List(session, organization.Id, null, int.MaxValue)
                .Select(k => $"{k.KeyId}  {organization.Id}  {k.Role}  {k.ClinicianId ?? k.Supervises ?? "-"}  last used {k.LastUsedOn ?? "never"}  {k.Name}"));
        }

        return lines;
    }

    private static Func<Session, IReadOnlyList<string>> Revoke(string keyId) => session =>
        OrganizationStore.List(session, null, int.MaxValue).Exists(o => KeyStore.Revoke(session, o.Id, keyId))
            ? [$"Key {keyId} is revoked. Running instances notice within a second."]
            : throw new UsageException($"There is no key {keyId} that is valid.");
}
