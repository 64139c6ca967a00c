using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alliance.Measurement.Instruments;

namespace AllianceApi.Instruments;

/// <summary>
/// The document that defines an instrument: what a shipped file holds, and what is kept of a posted one. It never holds the
/// wording of an item.
/// </summary>
/// <param name="Id">Identifier, such as <c>wai-sr</c>.</param>
/// <param name="Version">Version of the form, such as <c>2006</c>.</param>
/// <param name="Name">Full name for people.</param>
/// <param name="Raters">Who may answer it.</param>
/// <param name="Items">The items, their range and which are reversed.</param>
/// <param name="Scales">The scales in the order in which they are reported.</param>
/// <param name="Missing">The rule for missing answers.</param>
/// <param name="Metric">Unit of the trend.</param>
/// <param name="Citations">Where form and key were published; at least one.</param>
/// <param name="Licence">Whose the wording is, and on what terms.</param>
/// <param name="Parameters">Stated errors by scale; absent where the fallback of the method holds.</param>
/// <param name="PairedForm">The form that the other rater's answers may be compared with.</param>
/// <param name="PrintedColumns">Items whose answer line a known paper form prints from the greatest value to the least.</param>
/// <param name="AgeFrom">Least age in years that the form is meant for.</param>
/// <param name="AgeTo">Greatest age in years, included, that the form is meant for.</param>
/// <param name="Codes">Codes of the score in public terminologies.</param>
/// <param name="Notes">What a reader must know: the anchors, the choices made, the limits.</param>
internal sealed record InstrumentDefinition(
    string Id,
    string Version,
    string Name,
    IReadOnlyList<Rater> Raters,
    DefinedItems Items,
    IReadOnlyList<DefinedScale> Scales,
    DefinedMissing Missing,
    Metric Metric,
    IReadOnlyList<Citation> Citations,
    Licence Licence,
    IReadOnlyDictionary<string, DefinedParameters>? Parameters = null,
    PairedForm? PairedForm = null,
    IReadOnlyList<int>? PrintedColumns = null,
    int? AgeFrom = null,
    int? AgeTo = null,
    IReadOnlyList<InstrumentCode>? Codes = null,
    IReadOnlyList<string>? Notes = null)
{
    /// <summary>Strict in both directions: what is not understood is refused, absent members are not written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Definitions are stored and served as JSON, never inside HTML; names stay readable in them.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The instrument that scoring and trends work with.</summary>
    /// <exception cref="ArgumentException">The definition contradicts itself.</exception>
    public Instrument ToInstrument() => new(
        Id,
        Version,
        Name,
        Raters,
        new ItemFormat(Items.Count, Items.Min, Items.Max, Items.Step, Items.Reversed),
        Scales.Select(s => new Scale(s.Scale, s.Items)),
        Missing.MinimumShare,
        Metric,
        Parameters?.ToDictionary(p => p.Key, p => new ScaleParameters(p.Value.Sem, p.Value.R, p.Value.Source), StringComparer.Ordinal));
}

/// <summary>The items of a form: all share one range, both ends included.</summary>
internal sealed record DefinedItems(int Count, double Min, double Max, double Step, IReadOnlyList<int> Reversed);

/// <summary>A scale and the numbers of its items.</summary>
internal sealed record DefinedScale(string Scale, IReadOnlyList<int> Items);

/// <summary>A scale is scored when at least this share of its items, rounded up, was answered.</summary>
internal sealed record DefinedMissing(double MinimumShare);

/// <summary>Stated error of a scale on the item-mean metric; without R the fallback variance of the occasion is added to SEM².</summary>
internal sealed record DefinedParameters(double Sem, string Source, double? R = null);

/// <summary>A publication of the form or its key.</summary>
/// <param name="Text">The reference as it is printed.</param>
/// <param name="Doi">Its DOI; null without one.</param>
/// <param name="Url">Where it can be read; null without one.</param>
internal sealed record Citation(string Text, string? Doi = null, string? Url = null);

/// <summary>Who holds the rights in the wording, the terms, and what a deployer must mind.</summary>
/// <param name="Terms">The terms in short, such as CC0 1.0.</param>
/// <param name="Holder">Who holds the rights; null where nobody is named.</param>
/// <param name="Note">What a deployer must mind.</param>
internal sealed record Licence(string Terms, string? Holder = null, string? Note = null);

/// <summary>A code for the score of this form.</summary>
/// <param name="System">The terminology, as a URI.</param>
/// <param name="Code">The code.</param>
/// <param name="Display">What the terminology calls it.</param>
internal sealed record InstrumentCode(string System, string Code, string Display);

/// <summary>
/// Which form the answers of another rater are compared with: the same instrument, item by item, or the shared items of another.
/// </summary>
/// <param name="Instrument">Id of the other form; its own id where the raters share the form.</param>
/// <param name="Rule"><see cref="SameItemNumber"/> or <see cref="SharedItems"/>.</param>
/// <param name="Rater">Rater of the other form; null where every other rater of the same form is meant.</param>
/// <param name="Items">The shared items, for <see cref="SharedItems"/>.</param>
/// <param name="Note">What to mind when comparing.</param>
internal sealed record PairedForm(
    string Instrument, string Rule, Rater? Rater = null, IReadOnlyList<PairedItem>? Items = null, string? Note = null)
{
    /// <summary>Item n of one rater is compared with item n of the other.</summary>
    public const string SameItemNumber = "sameItemNumber";

    /// <summary>Only the items listed correspond.</summary>
    public const string SharedItems = "sharedItems";
}

/// <summary>An item of this form and the item of the paired form with the same content.</summary>
/// <param name="Item">Number of the item in this form.</param>
/// <param name="Other">Number of the same item in the other form.</param>
internal sealed record PairedItem(int Item, [property: JsonPropertyName("pairedItem")] int Other);
