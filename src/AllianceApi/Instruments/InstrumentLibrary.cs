using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;

namespace AllianceApi.Instruments;

/// <summary>A set of instruments by id and version. Immutable; safe to share.</summary>
internal sealed class InstrumentLibrary
{
    internal const string ResourcePrefix = "instruments/";
    internal const string ResourceSuffix = ".json";

    private static readonly Lazy<InstrumentLibrary> LazyShipped = new(() => Load(typeof(InstrumentLibrary).Assembly));

    private readonly FrozenDictionary<string, InstrumentDocument> _current;
    private readonly FrozenDictionary<string, InstrumentDocument> _byReference;

    /// <summary>Makes a library.</summary>
    /// <param name="documents">The instruments; each id and version once.</param>
    /// <exception cref="ArgumentException">An id and version occur twice.</exception>
    public InstrumentLibrary(IEnumerable<InstrumentDocument> documents)
    {
        All = [.. documents.OrderBy(d => d.Instrument.Id, StringComparer.Ordinal).ThenBy(d => d.Instrument.Version, StringComparer.Ordinal)];
        _byReference = All.ToFrozenDictionary(d => Reference(d.Instrument.Id, d.Instrument.Version), StringComparer.Ordinal);
        _current = All.GroupBy(d => d.Instrument.Id, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
    }

    /// <summary>The instruments that come with the service, read once from its embedded definitions.</summary>
    public static InstrumentLibrary Shipped => LazyShipped.Value;

    /// <summary>All instruments, by id and then version, in ordinal order.</summary>
    public ImmutableArray<InstrumentDocument> All { get; }

    /// <summary>The current version of an instrument: the one whose version text is ordinally greatest; null if there is none.</summary>
    public InstrumentDocument? Find(string id) => _current.GetValueOrDefault(id);

    /// <summary>One version of an instrument; null if there is none.</summary>
    public InstrumentDocument? Find(string id, string version) => _byReference.GetValueOrDefault(Reference(id, version));

    /// <summary>The instrument that a submission names: <c>wai-sr</c> for the current version or <c>wai-sr@2006</c> for one version.</summary>
    public InstrumentDocument? Resolve(string reference) => Find(reference) ?? _byReference.GetValueOrDefault(reference);

    /// <summary>Reads the definitions embedded in an assembly; a resource is named <c>instruments/{id}@{version}.json</c>.</summary>
    /// <exception cref="InvalidDataException">A definition does not stand under its own id and version.</exception>
    public static InstrumentLibrary Load(Assembly assembly) => new(assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(ResourcePrefix, StringComparison.Ordinal) && n.EndsWith(ResourceSuffix, StringComparison.Ordinal))
        .Select(n => ReadResource(assembly, n)));

    private static string Reference(string id, string version) => $"{id}@{version}";

    /// <summary>Reads one definition and holds it to the name that it was found under.</summary>
    /// <exception cref="InvalidDataException">The definition does not stand under its own id and version.</exception>
    internal static InstrumentDocument ReadNamed(string name, ReadOnlyMemory<byte> utf8)
    {
        var document = InstrumentDocument.Read(utf8);
        var expected = ResourcePrefix + Reference(document.Instrument.Id, document.Instrument.Version) + ResourceSuffix;
        return string.Equals(name, expected, StringComparison.Ordinal)
            ? document
            : throw new InvalidDataException($"The definition in {name} calls itself {expected}.");
    }

    private static InstrumentDocument ReadResource(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return ReadNamed(name, bytes);
    }
}
