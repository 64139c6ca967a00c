using System.Text.Json;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Instruments;

/// <summary>An instrument as a form to be shown: with its wording, where that is attached.</summary>
/// <param name="View">The instrument.</param>
/// <param name="IsCurrent">Whether it is the version that is meant where none is named.</param>
/// <param name="RecordedAt">When an own instrument was entered; null for one that comes with the service.</param>
/// <param name="Language">Language of the wording; null without one.</param>
/// <param name="Wording">The texts; null where none are attached.</param>
internal sealed record InstrumentForm(InstrumentView View, bool IsCurrent, DateTimeOffset? RecordedAt, string? Language, InstrumentWording? Wording);

/// <summary>The forms that were asked for.</summary>
internal sealed record InstrumentForms(IReadOnlyList<InstrumentForm> Items);

/// <summary>Lists instruments as forms: all, or the versions of one, in the first of some languages that has a wording, else in any.</summary>
internal sealed record ListForms(Call Call, string? Id, IReadOnlyList<string> Languages) : IRequest<Outcome<InstrumentForms>>, ICall
{
    public Operation Operation => Operation.ReadInstruments;

    public string Resource => Id is null ? "/v1/instruments" : $"/v1/instruments/{Id}";
}

internal sealed class ListFormsHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<ListForms, Outcome<InstrumentForms>>
{
    // Instruments are no client's data: reading them leaves no audit row.
    public Task<Outcome<InstrumentForms>> Handle(ListForms request, CancellationToken cancellationToken) => database.Read(
        session =>
        {
            var organization = request.Call.Caller.Organization;
            var documents = instruments.All(session, organization).Where(d => request.Id is null || d.Instrument.Id == request.Id);
            return Outcome<InstrumentForms>.Ok(new InstrumentForms([.. documents.Select(d => Form(session, organization, d, request.Languages))]));
        },
        cancellationToken);

    private InstrumentForm Form(Session session, string organization, InstrumentDocument document, IReadOnlyList<string> languages)
    {
        var (id, version) = (document.Instrument.Id, document.Instrument.Version);
        var isCurrent = instruments.Find(session, organization, id, null)?.Instrument.Version == version;
        var wordings = InstrumentStore.Wordings(session, organization, id, version);
        foreach (var (language, bytes) in ShippedWording.Of(id, version))
        {
            wordings.TryAdd(language, bytes);
        }

        var chosen = languages.Concat(["en"]).FirstOrDefault(wordings.ContainsKey) ?? wordings.Keys.Order(StringComparer.Ordinal).FirstOrDefault();
        var wording = chosen is null ? null : JsonSerializer.Deserialize<InstrumentWording>(wordings[chosen], InstrumentDefinition.Json);
        var recorded = InstrumentStore.RecordedAt(session, organization, id, version) is { } at ? Instant.FromStore(at) : (DateTimeOffset?)null;
        return new InstrumentForm(InstrumentView.Of(document), isCurrent, recorded, chosen, wording);
    }
}

/// <summary>The wording that comes with the service: of the one instrument whose texts are our own.</summary>
internal static class ShippedWording
{
    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> All = new(Load);

    /// <summary>The texts of an instrument version by language.</summary>
    public static IEnumerable<(string Language, byte[] Document)> Of(string id, string version)
    {
        var prefix = $"wording/{id}@{version}.";
        return All.Value.Where(w => w.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(w => (w.Key[prefix.Length..^".json".Length], w.Value));
    }

    private static Dictionary<string, byte[]> Load()
    {
        var assembly = typeof(ShippedWording).Assembly;
        var all = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("wording/", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            all[name] = bytes;
        }

        return all;
    }
}
