namespace AllianceApi.Instruments;

/// <summary>
/// The body of <c>POST /v1/instruments</c> as it was read, before anything about it is known to be right; every member may be
/// absent. <see cref="InstrumentRules"/> judges it.
/// </summary>
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
internal sealed record SubmittedItems(int? Count = null, double? Min = null, double? Max = null, double? Step = null, IReadOnlyList<int>? Reversed = null);

/// <summary>A scale of a submission.</summary>
internal sealed record SubmittedScale(string? Scale = null, IReadOnlyList<int>? Items = null);

/// <summary>The rule for missing answers of a submission.</summary>
internal sealed record SubmittedMissing(double? MinimumShare = null);

/// <summary>The stated error of a scale of a submission; <c>r</c> may be absent.</summary>
internal sealed record SubmittedParameters(double? Sem = null, double? R = null, string? Source = null);
