namespace AllianceApi.Instruments;

/// <summary>
/// An own instrument as it was sent, before anything about it is known to be right: whatever is absent or wrong is answered with
/// one fault each.
/// </summary>
/// <param name="Id">Id of the instrument, chosen by the caller.</param>
/// <param name="Version">Version of the form.</param>
/// <param name="Name">Full name for people.</param>
/// <param name="Raters">Who may answer it: client, therapist, observer.</param>
/// <param name="Items">Its items.</param>
/// <param name="Scales">Its scales; `total` stands for the whole form, else the last one.</param>
/// <param name="Missing">The rule for missing answers; a share of 0.75 where absent.</param>
/// <param name="Metric">Unit of the trend: mean (where absent) or sum.</param>
/// <param name="Parameters">Stated error by scale; the fallback of the method where absent.</param>
/// <param name="Citation">Where form and key were published.</param>
/// <param name="Licence">On what terms the wording may be used.</param>
internal sealed record InstrumentSubmission(
    string? Id = null,
    string? Version = null,
    string? Name = null,
    IReadOnlyList<string?>? Raters = null,
    SubmittedItems? Items = null,
    IReadOnlyList<SubmittedScale?>? Scales = null,
    SubmittedMissing? Missing = null,
    string? Metric = null,
    IReadOnlyDictionary<string, SubmittedParameters?>? Parameters = null,
    string? Citation = null,
    string? Licence = null)
{
    /// <summary>Share of the items needed where the submission names none.</summary>
    public const double DefaultMinimumShare = 0.75;

    /// <summary>The definition that a submission without faults makes; lists and parameters in a fixed order.</summary>
    internal InstrumentDefinition ToDefinition() => new(
        Id!,
        Version!,
        Name!,
        [.. Raters!.Select(r => InstrumentRules.Raters[r!]).Order()],
        new DefinedItems(Items!.Count!.Value, Items.Min!.Value, Items.Max!.Value, Items.Step ?? 1, [.. (Items.Reversed ?? []).Order()]),
        [.. Scales!.Select(s => new DefinedScale(s!.Scale!, [.. s.Items!.Order()]))],
        new DefinedMissing(Missing?.MinimumShare ?? DefaultMinimumShare),
        Metric is null ? Alliance.Measurement.Instruments.Metric.Mean : InstrumentRules.Metrics[Metric],
        [new Citation(Citation!)],
        new Licence(Licence!),
        ParametersOf(Parameters));

    private static SortedDictionary<string, DefinedParameters>? ParametersOf(IReadOnlyDictionary<string, SubmittedParameters?>? parameters) =>
        parameters is null or { Count: 0 }
            ? null
            : new(parameters.ToDictionary(p => p.Key, p => new DefinedParameters(p.Value!.Sem!.Value, p.Value.Source!, p.Value.R)), StringComparer.Ordinal);
}

/// <summary>The items of a submission: <c>step</c> defaults to 1, <c>reversed</c> to none.</summary>
/// <param name="Count">How many items.</param>
/// <param name="Min">Least answer.</param>
/// <param name="Max">Greatest answer.</param>
/// <param name="Step">Distance of neighbouring answers.</param>
/// <param name="Reversed">Numbers of the items that are keyed in reverse.</param>
internal sealed record SubmittedItems(int? Count = null, double? Min = null, double? Max = null, double? Step = null, IReadOnlyList<int>? Reversed = null);

/// <summary>A scale of a submission.</summary>
/// <param name="Scale">Name of the scale.</param>
/// <param name="Items">Numbers of its items.</param>
internal sealed record SubmittedScale(string? Scale = null, IReadOnlyList<int>? Items = null);

/// <summary>The rule for missing answers of a submission.</summary>
/// <param name="MinimumShare">Share of a scale's items that must be answered, above 0 and up to 1.</param>
internal sealed record SubmittedMissing(double? MinimumShare = null);

/// <summary>The stated error of a scale of a submission; <c>r</c> may be absent.</summary>
/// <param name="Sem">Standard error of measurement, on the mean of items.</param>
/// <param name="R">Variance of one observed score.</param>
/// <param name="Source">Where the values were published.</param>
internal sealed record SubmittedParameters(double? Sem = null, double? R = null, string? Source = null);
