using System.Runtime.CompilerServices;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Visibility;

namespace AllianceApi.Exports;

/// <summary>An export that may begin. It reads page by page, so it needs no more memory for a million responses than for one.</summary>
internal sealed class OpenedExport(Database database, InstrumentRegistry instruments, Pseudonyms pseudonyms, OpenExport request, IReadOnlyList<InstrumentDocument> used)
{
    /// <summary>Whether rows have ids beside the pseudonym.</summary>
    public bool IsIdentified => request.IsIdentified;

    /// <summary>The instruments that have responses.</summary>
    public IReadOnlyList<InstrumentDocument> Used => used;

    /// <summary>The responses by episode and session. What is stored while they are read may be among them or not.</summary>
    public async IAsyncEnumerable<ExportedResponse> Rows([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var organization = request.Call.Caller.Organization;
        var filter = new ExportFilter(request.From?.ToStore() ?? long.MinValue, request.To?.ToStore() ?? long.MaxValue);
        var documents = new Dictionary<(string, string), InstrumentDocument>();
        ExportRow? last = null;
        do
        {
            var page = await database.Read(session => Page(session, organization, filter, last, documents), cancellationToken);
            foreach (var (row, level) in page)
            {
                yield return ExportedResponse.Of(row, documents[(row.Instrument, row.Version)], pseudonyms, request.IsIdentified).At(level);
            }

            last = page.Count < ExportStore.PageLength ? null : page[^1].Row;
        }
        while (last is not null);
    }

    // With how much may be shown of each, by the policy at the time of the page: what is narrowed meanwhile holds for the rest.
    private List<(ExportRow Row, Level Level)> Page(Session session, string organization, ExportFilter filter, ExportRow? after, Dictionary<(string, string), InstrumentDocument> documents)
    {
        var page = ExportStore.Page(session, organization, filter, after);
        foreach (var row in page)
        {
            if (!documents.ContainsKey((row.Instrument, row.Version)))
            {
                documents[(row.Instrument, row.Version)] = instruments.Find(session, organization, row.Instrument, row.Version)!;
            }
        }

        var sights = new Dictionary<string, EpisodeSight>(StringComparer.Ordinal);
        return page.ConvertAll(r => (r, Sight(r).Of(new Promise(r.Promise), r.Number)));

        EpisodeSight Sight(ExportRow row) =>
            sights.TryGetValue(row.EpisodeId, out var known) ? known : sights[row.EpisodeId] = EpisodeSight.Of(session, request.Call.Caller, row.EpisodeId, row.ClientId);
    }
}
