using System.Buffers;
using System.Collections.Frozen;
using Alliance.Measurement.Instruments;
using AllianceApi.Hosting;

namespace AllianceApi.Instruments;

/// <summary>
/// The rules for an own instrument. All faults are found in one pass, so that one answer can name them all; a part that
/// depends on a faulty one is judged as far as it can be.
/// </summary>
internal static class InstrumentRules
{
    /// <summary>A required member is absent or empty.</summary>
    public const string Required = "required";

    /// <summary>A text does not have the form asked for, or is too long.</summary>
    public const string BadFormat = "bad-format";

    /// <summary>A word is not one of those known.</summary>
    public const string Unknown = "unknown-value";

    /// <summary>A number lies outside its range.</summary>
    public const string OutOfRange = "out-of-range";

    /// <summary>Something that must occur once occurs twice.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>The most scales that an instrument may have.</summary>
    public const int MaximumScales = 50;

    /// <summary>The greatest length of a name, in UTF-16 units.</summary>
    public const int MaximumName = 200;

    /// <summary>The greatest length of a citation, licence or source, in UTF-16 units.</summary>
    public const int MaximumText = 2000;

    /// <summary>The raters by their names in the API.</summary>
    public static readonly FrozenDictionary<string, Rater> Raters =
        Enum.GetValues<Rater>().ToFrozenDictionary(r => r.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>The metrics by their names in the API.</summary>
    public static readonly FrozenDictionary<string, Metric> Metrics =
        Enum.GetValues<Metric>().ToFrozenDictionary(m => m.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    internal const string IdForm = "[A-Za-z0-9._~-]{1,64}";
    internal const string ScaleForm = "[a-z][A-Za-z0-9]{0,31}";

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-");

    /// <summary>Everything that is wrong with a submission, in the order of its members; empty if nothing is.</summary>
    public static IReadOnlyList<Fault> FaultsOf(InstrumentSubmission submission)
    {
        var faults = new List<Fault>();
        CheckName(faults, "/id", submission.Id, IsId, IdForm);
        CheckName(faults, "/version", submission.Version, IsId, IdForm);
        CheckText(faults, "/name", submission.Name, MaximumName);
        CheckRaters(faults, submission.Raters);
        ItemRules.Check(faults, submission.Items);
        CheckScales(faults, submission.Scales, submission.Items?.Count);
        CheckShare(faults, submission.Missing);
        if (submission.Metric is { } metric && !Metrics.ContainsKey(metric))
        {
            faults.Add(new Fault("/metric", Unknown, "The metric is mean or sum."));
        }

        ParameterRules.Check(faults, submission.Parameters, submission.Scales);
        CheckText(faults, "/citation", submission.Citation, MaximumText);
        CheckText(faults, "/licence", submission.Licence, MaximumText);
        return faults;
    }

    private static bool IsId(string value) => value.Length <= 64 && !value.AsSpan().ContainsAnyExcept(IdCharacters);

    private static bool IsScaleName(string value) =>
        value.Length <= 32 && char.IsAsciiLetterLower(value[0]) && value.All(char.IsAsciiLetterOrDigit);

    private static void CheckName(List<Fault> faults, string pointer, string? value, Func<string, bool> isRight, string form)
    {
        if (string.IsNullOrEmpty(value))
        {
            faults.Add(new Fault(pointer, Required, "This member is required."));
        }
        else if (!isRight(value))
        {
            faults.Add(new Fault(pointer, BadFormat, $"The value must match {form}."));
        }
    }

    internal static void CheckText(List<Fault> faults, string pointer, string? value, int maximum)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            faults.Add(new Fault(pointer, Required, "This member is required and must not be blank."));
        }
        else if (value.Length > maximum)
        {
            faults.Add(new Fault(pointer, BadFormat, $"The text is longer than {maximum} characters."));
        }
    }

    private static void CheckRaters(List<Fault> faults, IReadOnlyList<string?>? raters)
    {
        if (raters is null or [])
        {
            faults.Add(new Fault("/raters", Required, "At least one rater is required."));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < raters.Count; i++)
        {
            if (raters[i] is not { } rater || !Raters.ContainsKey(rater))
            {
                faults.Add(new Fault($"/raters/{i}", Unknown, "A rater is client, therapist or observer."));
            }
            else if (!seen.Add(rater))
            {
                faults.Add(new Fault($"/raters/{i}", Duplicate, $"The rater {rater} is named twice."));
            }
        }
    }

    private static void CheckScales(List<Fault> faults, IReadOnlyList<SubmittedScale?>? scales, int? count)
    {
        if (scales is null or [])
        {
            faults.Add(new Fault("/scales", Required, "At least one scale is required."));
            return;
        }

        if (scales.Count > MaximumScales)
        {
            faults.Add(new Fault("/scales", OutOfRange, $"An instrument has at most {MaximumScales} scales."));
        }

        var known = count is >= 1 and <= ItemFormat.MaximumCount ? count : null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < scales.Count; i++)
        {
            CheckName(faults, $"/scales/{i}/scale", scales[i]?.Scale, IsScaleName, ScaleForm);
            if (scales[i]?.Scale is { Length: > 0 } name && !seen.Add(name))
            {
                faults.Add(new Fault($"/scales/{i}/scale", Duplicate, $"Two scales are named {name}."));
            }

            if (scales[i]?.Items is not { Count: > 0 } items)
            {
                faults.Add(new Fault($"/scales/{i}/items", Required, "A scale needs at least one item."));
            }
            else
            {
                ItemRules.CheckNumbers(faults, $"/scales/{i}/items", items, known);
            }
        }
    }

    private static void CheckShare(List<Fault> faults, SubmittedMissing? missing)
    {
        if (missing is { MinimumShare: null })
        {
            faults.Add(new Fault("/missing/minimumShare", Required, "The share of items needed is required here."));
        }
        else if (missing is { MinimumShare: not (> 0 and <= 1) })
        {
            faults.Add(new Fault("/missing/minimumShare", OutOfRange, "The share of items needed lies above 0 and up to 1."));
        }
    }
}
