using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;

namespace AllianceApi.Instruments;

/// <summary>
/// An instrument as <c>GET /v1/instruments/{id}</c> shows it: everything needed to understand a score, and no wording.
/// </summary>
/// <param name="Id">Identifier, such as <c>wai-sr</c>.</param>
/// <param name="Version">Version of the form.</param>
/// <param name="Name">Full name for people.</param>
/// <param name="Raters">Who may answer it: client, therapist, observer.</param>
/// <param name="Items">One entry for each item, item 1 first.</param>
/// <param name="Scales">The scales in the order in which scores are reported.</param>
/// <param name="Missing">The rule for missing answers.</param>
/// <param name="Metric">Unit of the trend: mean or sum.</param>
/// <param name="PairedForm">The form of the other rater to compare with; null if there is none.</param>
/// <param name="PrintedColumns">Items whose answer line a known paper form prints in the other direction; answers are always sent by label.</param>
/// <param name="Parameters">The error of every scale with its source: <c>fallback</c> where the instrument states none.</param>
/// <param name="Citations">Where form and key were published.</param>
/// <param name="Licence">Whose the wording is, and on what terms.</param>
/// <param name="Codes">Codes of the score in public terminologies.</param>
/// <param name="Notes">What a reader must know.</param>
/// <param name="AgeFrom">Least age in years that the form is meant for; null if none is stated.</param>
/// <param name="AgeTo">Greatest age in years, included; null if none is stated.</param>
/// <param name="Sha256">SHA-256 of the definition, 64 lower-case hexadecimal digits.</param>
internal sealed record InstrumentView(
    string Id,
    string Version,
    string Name,
    IReadOnlyList<string> Raters,
    IReadOnlyList<ItemView> Items,
    IReadOnlyList<ScaleView> Scales,
    MissingView Missing,
    string Metric,
    PairedFormView? PairedForm,
    IReadOnlyList<int> PrintedColumns,
    IReadOnlyDictionary<string, ParametersView> Parameters,
    IReadOnlyList<Citation> Citations,
    Licence Licence,
    IReadOnlyList<InstrumentCode> Codes,
    IReadOnlyList<string> Notes,
    int? AgeFrom,
    int? AgeTo,
    string Sha256)
{
    /// <summary>The view of a document.</summary>
    public static InstrumentView Of(InstrumentDocument document)
    {
        var (definition, instrument) = (document.Definition, document.Instrument);
        return new InstrumentView(
            instrument.Id,
            instrument.Version,
            instrument.Name,
            [.. instrument.Raters.Select(NameOf)],
            [.. Enumerable.Range(1, instrument.Items.Count).Select(n => ItemView.Of(n, instrument.Items))],
            [.. instrument.Scales.Select(s => new ScaleView(s.Name, s.Items, instrument.AnswersNeeded(s)))],
            new MissingView(instrument.MinimumShare),
            NameOf(instrument.Metric),
            definition.PairedForm is { } paired ? PairedFormView.Of(paired) : null,
            definition.PrintedColumns ?? [],
            instrument.Scales.ToDictionary(s => s.Name, s => ParametersView.Of(MeasurementError.Of(instrument, s)), StringComparer.Ordinal),
            definition.Citations,
            definition.Licence,
            definition.Codes ?? [],
            definition.Notes ?? [],
            definition.AgeFrom,
            definition.AgeTo,
            document.Sha256);
    }

    /// <summary>The name of a rater or a metric in the API.</summary>
    internal static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>An item: its number, its range (both ends included), the distance of neighbouring values, and whether it is keyed in reverse.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Min">Least answer.</param>
/// <param name="Max">Greatest answer.</param>
/// <param name="Step">Distance of neighbouring answers.</param>
/// <param name="Reversed">Whether a high answer lowers the score.</param>
internal sealed record ItemView(int Number, double Min, double Max, double Step, bool Reversed)
{
    /// <summary>The view of one item.</summary>
    public static ItemView Of(int number, ItemFormat format) => new(number, format.Minimum, format.Maximum, format.Step, format.IsReversed(number));
}

/// <summary>A scale: its name, its items, and how many of them must be answered.</summary>
/// <param name="Scale">Name of the scale, such as bond.</param>
/// <param name="Items">Numbers of its items.</param>
/// <param name="AnswersNeeded">How many of them must be answered for a score.</param>
internal sealed record ScaleView(string Scale, IReadOnlyList<int> Items, int AnswersNeeded);

/// <summary>A scale is scored when at least this share of its items, rounded up, was answered.</summary>
/// <param name="MinimumShare">The share, above 0 and up to 1.</param>
internal sealed record MissingView(double MinimumShare);

/// <summary>The error of a scale on the item-mean metric: standard error of measurement, variance of an observed score, and their source.</summary>
/// <param name="Sem">Standard error of measurement, on the mean of items.</param>
/// <param name="R">Variance of one observed score.</param>
/// <param name="Source">Where the values come from; `fallback` where the instrument states none.</param>
internal sealed record ParametersView(double Sem, double R, string Source)
{
    /// <summary>The view of an error.</summary>
    public static ParametersView Of(MeasurementError error) => new(error.StandardError, error.ObservationVariance, error.Source);
}

/// <summary>The form of the other rater: its instrument, its rater (null: any other rater of the same form), the rule, the shared items.</summary>
/// <param name="Instrument">Id of the other form; its own id where both raters share the form.</param>
/// <param name="Rater">Who answers the other form; null for any other rater.</param>
/// <param name="Rule">sameItemNumber or sharedItems.</param>
/// <param name="Items">The shared items; empty where all are shared by their numbers.</param>
/// <param name="Note">What a reader must know; null without one.</param>
internal sealed record PairedFormView(string Instrument, string? Rater, string Rule, IReadOnlyList<PairedItem> Items, string? Note)
{
    /// <summary>The view of a paired form.</summary>
    public static PairedFormView Of(PairedForm paired) =>
        new(paired.Instrument, paired.Rater is { } rater ? InstrumentView.NameOf(rater) : null, paired.Rule, paired.Items ?? [], paired.Note);
}
