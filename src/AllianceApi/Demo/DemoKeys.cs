using AllianceApi.Access;
using AllianceApi.Access.Keys;
using AllianceApi.Access.Organizations;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Demo;

/// <summary>A key of the demo with its secret, to be printed once.</summary>
/// <param name="Id">Id of the key.</param>
/// <param name="Role">Its role.</param>
/// <param name="Title">Role and, for a clinician, which one.</param>
/// <param name="Secret">The secret.</param>
internal sealed record DemoKey(string Id, Role Role, string Title, string Secret);

/// <summary>Makes the demo's keys, and revokes those of the start before.</summary>
internal sealed class DemoKeys(ISender sender)
{
    private static readonly Call Administrator =
        new(new Caller(OrganizationStore.Default, DemoFilling.KeyId, DemoFilling.Name, Role.Admin, null, [], false), "local", null);

    public async Task<IReadOnlyList<DemoKey>> Renew(IReadOnlyList<string> earlier, bool adminIsKnown, CancellationToken cancellationToken)
    {
        foreach (var id in earlier)
        {
            // A key that a person revoked meanwhile is as well.
            await sender.Send(new RevokeKey(Administrator, id), cancellationToken);
        }

        var keys = new List<DemoKey>();
        if (!adminIsKnown)
        {
            keys.Add(await Make(Role.Admin, null, null, cancellationToken));
        }

        keys.Add(await Make(Role.Integration, null, null, cancellationToken));
        foreach (var (clinicianId, _) in DemoPlan.Clinicians)
        {
            keys.Add(await Make(Role.Clinician, clinicianId, null, cancellationToken));
        }

        keys.Add(await Make(Role.Supervisor, null, [.. DemoPlan.Clinicians.Select(c => c.Id)], cancellationToken));
        keys.Add(await Make(Role.Auditor, null, null, cancellationToken));
        return keys;
    }

    private async Task<DemoKey> Make(Role role, string? clinicianId, IReadOnlyList<string>? supervises, CancellationToken cancellationToken)
    {
        var title = clinicianId is null ? role.Name() : $"{role.Name()} {clinicianId}";
        Outcome<NewKeyResource> made = await sender.Send(new MakeKey(Administrator, $"demo {title}", role, clinicianId, supervises, null, null), cancellationToken);
        var key = DemoFilling.Expect(made);
        return new DemoKey(key.Id, role, title, key.Key!);
    }
}
