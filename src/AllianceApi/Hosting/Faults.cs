namespace AllianceApi.Hosting;

/// <summary>Gathers every fault of a request, so that the caller mends them all at once. Stops growing at a hundred.</summary>
internal sealed class Faults
{
    private const int Most = 100;
    private List<Fault>? _all; // nearly every request has none

    public IReadOnlyList<Fault> All => _all ?? [];

    public bool Any => _all is not null;

    public void Add(string pointer, string code, string message)
    {
        _all ??= [];
        if (_all.Count < Most)
        {
            _all.Add(new Fault(pointer, code, message));
        }
    }

    /// <summary>Whether a fault of this very place is noted already.</summary>
    public bool Has(string pointer) => _all is not null && _all.Exists(f => f.Pointer == pointer);

    /// <summary>A list of its own that begins with these.</summary>
    public Faults Copy()
    {
        var copy = new Faults();
        copy.AddRange(All);
        return copy;
    }

    public void AddRange(IEnumerable<Fault> faults)
    {
        foreach (var fault in faults)
        {
            Add(fault.Pointer, fault.Code, fault.Message);
        }
    }
}
