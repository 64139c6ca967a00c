namespace AllianceApi.Hosting;

/// <summary>Gathers every fault of a request, so that the caller mends them all at once. Stops growing at a hundred.</summary>
internal sealed class Faults
{
    private const int Most = 100;
    private readonly List<Fault> _all = [];

    public IReadOnlyList<Fault> All => _all;

    public bool Any => _all.Count > 0;

    public void Add(string pointer, string code, string message)
    {
        if (_all.Count < Most)
        {
            _all.Add(new Fault(pointer, code, message));
        }
    }

    /// <summary>Whether a fault of this very place is noted already.</summary>
    public bool Has(string pointer) => _all.Exists(f => f.Pointer == pointer);

    /// <summary>A list of its own that begins with these.</summary>
    public Faults Copy()
    {
        var copy = new Faults();
        copy.AddRange(_all);
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
