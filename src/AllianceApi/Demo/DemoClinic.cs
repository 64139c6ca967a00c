using AllianceApi.Access;
using AllianceApi.Access.Organizations;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Demo;

/// <summary>
/// The demo clinic: simulated data in a store of its own, and a key for each role. A store that holds anything else is not
/// touched; a store that a demo filled before gets fresh keys, because the earlier ones can not be shown again.
/// </summary>
internal sealed class DemoClinic
{
    private const string Refused = "The store holds data already, so --demo changed nothing. Give the demo a store of its own with ConnectionStrings__Alliance.";

    private readonly IReadOnlyList<DemoKey> _keys;
    private readonly bool _isFirst;

    private DemoClinic(IReadOnlyList<DemoKey> keys, bool isFirst) => (_keys, _isFirst) = (keys, isFirst);

    /// <summary>The keys that were made, by role; none where the store was left alone.</summary>
    public IReadOnlyList<DemoKey> Keys => _keys;

    /// <summary>Fills an empty store, or finds an earlier demo in it, and makes the keys.</summary>
    /// <param name="services">The service, prepared.</param>
    /// <param name="adminIsKnown">Whether the operator has an administrator's key to hand, so that none is made.</param>
    /// <param name="cancellationToken">Stops between two requests; the next start goes on where this one ended.</param>
    public static async Task<DemoClinic> Open(IServiceProvider services, bool adminIsKnown, CancellationToken cancellationToken)
    {
        var (database, sender) = (services.GetRequiredService<Database>(), services.GetRequiredService<ISender>());
        var day = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        var (mark, isFirst) = await database.Write(session => Claim(session, day), cancellationToken);
        if (mark is null)
        {
            return new DemoClinic([], false);
        }

        if (!mark.Filled)
        {
            await new DemoFilling(sender, mark.Day).Run(cancellationToken);
        }

        var keys = await new DemoKeys(sender).Renew(mark.Keys, adminIsKnown, cancellationToken);
        await database.Write(
            session =>
            {
                DemoStore.Save(session, mark with { Filled = true, Keys = [.. keys.Select(k => k.Id)] });
                return true;
            },
            cancellationToken);
        return new DemoClinic(keys, isFirst);
    }

    /// <summary>What to tell the person who started the service: the keys, and what to do with them.</summary>
    /// <param name="url">Where the service listens.</param>
    /// <param name="adminKey">The operator's key, where it was made just now; null where the operator has it to hand.</param>
    public IEnumerable<string> Describe(string url, string? adminKey = null)
    {
        if (_keys.Count == 0)
        {
            return [Refused];
        }

        var integration = _keys.First(k => k.Role == Role.Integration).Secret;
        return
        [
            $"The demo clinic: {DemoPlan.Clinicians.Count} clinicians, {DemoPlan.Courses.Count} clients. All of it is simulated."
                + (_isFirst ? "" : " It was here before; these keys replace those of the last start."),
            .. _keys.Select(k => $"  {k.Title,-30}{k.Secret}"),
            "",
            "The dashboard, signed in:",
            .. _keys.Select(k => $"  {url}/#key={k.Secret}  {k.Title}"),
            .. adminKey is null ? (IEnumerable<string>)[] : [$"  {url}/#key={adminKey}  admin"],
            "",
            "Try this in another terminal:",
            $"  BASE={url}",
            $"  KEY={integration}",
            "  curl -H \"Authorization: Bearer $KEY\" \"$BASE/v1/caseload?sort=attention&limit=3\"",
        ];
    }

    // One transaction decides, so that two starters never both take a store for empty.
    private static (DemoMark? Mark, bool IsFirst) Claim(Session session, DateOnly day)
    {
        if (DemoStore.Find(session) is { } earlier)
        {
            return (earlier, false);
        }

        if (DemoStore.HoldsData(session, OrganizationStore.Default))
        {
            return (null, false);
        }

        var mark = new DemoMark(day, false, []);
        DemoStore.Save(session, mark);
        return (mark, true);
    }
}
