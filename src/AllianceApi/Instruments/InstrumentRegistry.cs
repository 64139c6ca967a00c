using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Trends;
using AllianceApi.Storage;

namespace AllianceApi.Instruments;

/// <summary>Finds instruments: those that come with the service, and an organization's own. An own one never hides a shipped one.</summary>
internal sealed class InstrumentRegistry
{
    private const int MostRead = 1000;
    private readonly ConcurrentDictionary<(string Organization, string Id, string Version, long Revision), InstrumentDocument> _read = new();
    private readonly ConditionalWeakTable<Instrument, SeriesModel> _models = [];

    /// <summary>The instrument that a text names: <c>wai-sr</c> for the current version, <c>wai-sr@2006</c> for one version.</summary>
    public InstrumentDocument? Find(Session session, string organization, string reference)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? Find(session, organization, reference, null) : Find(session, organization, reference[..at], reference[(at + 1)..]);
    }

    /// <summary>The instrument that a text names, where it comes with the service.</summary>
    public static InstrumentDocument? Shipped(string reference)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? Shipped(reference, null) : Shipped(reference[..at], reference[(at + 1)..]);
    }

    /// <summary>An instrument at a version; at its current version where that is null.</summary>
    public InstrumentDocument? Find(Session session, string organization, string id, string? version)
    {
        if (Shipped(id, version) is { } shipped)
        {
            return shipped;
        }

        return InstrumentStore.Find(session, organization, id, version) is { } row ? Read(organization, row) : null;
    }

    /// <summary>Every instrument that an organization may use.</summary>
    public IReadOnlyList<InstrumentDocument> All(Session session, string organization) =>
        [.. InstrumentLibrary.Shipped.All, .. InstrumentStore.List(session, organization).Select(r => Read(organization, r))];

    /// <summary>The texts of a form in a language, or in the language of which it is a regional form: those attached by the organization, else those that come with the service.</summary>
    public InstrumentWording? Wording(Session session, string organization, InstrumentDocument document, string language)
    {
        var (id, version) = (document.Instrument.Id, document.Instrument.Version);
        for (var tag = language; tag.Length > 0; tag = tag.LastIndexOf('-') is > 0 and var at ? tag[..at] : "")
        {
            if (InstrumentStore.FindWording(session, organization, id, version, tag) is { } attached)
            {
                return InstrumentWording.Read(attached.Document);
            }

            if (InstrumentWording.Shipped(id, version, tag) is { } shipped)
            {
                return shipped;
            }
        }

        return null;
    }

    /// <summary>The parameters by which series of an instrument are estimated; made once.</summary>
    public SeriesModel Model(Instrument instrument) => _models.GetValue(instrument, SeriesModel.For);

    private static InstrumentDocument? Shipped(string id, string? version) =>
        version is null ? InstrumentLibrary.Shipped.Find(id) : InstrumentLibrary.Shipped.Find(id, version);

    private InstrumentDocument Read(string organization, InstrumentStore.InstrumentRow row)
    {
        if (_read.Count > MostRead)
        {
            _read.Clear();
        }

        return _read.GetOrAdd((organization, row.Id, row.Version, row.Revision), _ => InstrumentDocument.Read(row.Definition));
    }
}
