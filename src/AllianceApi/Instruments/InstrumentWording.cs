using System.Collections.Concurrent;
using System.Text.Json;

namespace AllianceApi.Instruments;

/// <summary>
/// The texts of an instrument in one language: the body of the wording endpoint, and the shape of the files under
/// <c>Wording/</c>, which hold the one wording that is our own.
/// </summary>
/// <param name="Title">Title shown to the person who answers.</param>
/// <param name="Instructions">What to do, shown above the first item.</param>
/// <param name="Items">The sentences by item number; of the client where the form has a text of its own for the therapist.</param>
/// <param name="Anchors">Labels by answer value; not every value needs one.</param>
/// <param name="Licence">On whose licence the texts are used.</param>
/// <param name="ItemsTherapist">The sentences for the therapist by item number; absent where both raters read the same.</param>
internal sealed record InstrumentWording(
    string Title,
    string Instructions,
    IReadOnlyDictionary<string, string> Items,
    IReadOnlyDictionary<string, string> Anchors,
    WordingLicence Licence,
    IReadOnlyDictionary<string, string>? ItemsTherapist = null)
{
    private static readonly ConcurrentDictionary<string, InstrumentWording> OfService = new(StringComparer.Ordinal);

    /// <summary>The wording that comes with the service; null where there is none.</summary>
    public static InstrumentWording? Shipped(string id, string version, string language)
    {
        var name = $"wording/{id}@{version}.{language}.json";
        if (OfService.TryGetValue(name, out var known))
        {
            return known;
        }

        using var stream = typeof(InstrumentWording).Assembly.GetManifestResourceStream(name);
        return stream is null ? null : OfService.GetOrAdd(name, JsonSerializer.Deserialize<InstrumentWording>(stream, InstrumentDefinition.Json)!);
    }

    /// <summary>Reads a wording as it is stored.</summary>
    public static InstrumentWording Read(byte[] utf8) => JsonSerializer.Deserialize<InstrumentWording>(utf8, InstrumentDefinition.Json)!;

    /// <summary>The sentences that a rater reads.</summary>
    public IReadOnlyDictionary<string, string> ItemsFor(string rater) => rater == "therapist" && ItemsTherapist is not null ? ItemsTherapist : Items;
}

/// <summary>Who holds the rights, where they were granted, and who attests it.</summary>
/// <param name="Holder">Who holds the rights.</param>
/// <param name="Reference">Number or address of the licence.</param>
/// <param name="AttestedBy">Who says that the licence covers this use.</param>
internal sealed record WordingLicence(string Holder, string Reference, string AttestedBy);
