using AllianceApi.Hosting;
using AllianceApi.Visibility;

namespace AllianceApi.Caseload;

/// <summary>What a rendered caseload depends on: who sees what, which page, the day, and a fingerprint of all that it shows.</summary>
internal readonly record struct CaseloadShelfKey(
    string Organization, string Reach, string? ClinicianId, string? Sort, int Limit, string? After, Audience Audience, DateOnly Today, string Fingerprint);

/// <summary>Caseloads ready to be sent.</summary>
internal sealed class CaseloadShelf
{
    private readonly Shelf<CaseloadShelfKey> _shelf = new(32 * 1024 * 1024);

    public Rendered Get(CaseloadShelfKey key, Func<Rendered> make) => _shelf.Get(key, make);
}
