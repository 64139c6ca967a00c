using System.Globalization;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;
using AllianceApi.Hosting;

namespace AllianceApi.Responses;

/// <summary>Checks submitted answers against the form that they answer.</summary>
internal static class FormAnswers
{
    /// <summary>The answers, or null with every fault noted.</summary>
    public static Answers? Check(Instrument instrument, string? rater, IReadOnlyDictionary<string, double> answers, Faults faults)
    {
        var before = faults.All.Count;
        if (rater is not null && !instrument.Raters.Any(r => r.ToString().Equals(rater, StringComparison.OrdinalIgnoreCase)))
        {
            faults.Add("/rater", "rater-not-allowed", $"This form is answered by {string.Join(" or ", instrument.Raters.Select(r => r.ToString().ToLowerInvariant()))}.");
        }

        return Check(instrument, answers, faults) is { } form && faults.All.Count == before ? form : null;
    }

    /// <inheritdoc cref="Check(Instrument, string, IReadOnlyDictionary{string, double}, Faults)"/>
    public static Answers? Check(Instrument instrument, IReadOnlyDictionary<string, double> answers, Faults faults)
    {
        var before = faults.All.Count;
        var items = instrument.Items;
        Span<double> values = stackalloc double[items.Count];
        values.Fill(double.NaN);
        foreach (var (item, value) in answers)
        {
            var number = int.Parse(item, NumberStyles.None, CultureInfo.InvariantCulture);
            if (number > items.Count)
            {
                faults.Add($"/answers/{item}", "unknown-item", $"The form has items 1 to {items.Count}.");
            }
            else if (!items.Accepts(value))
            {
                faults.Add($"/answers/{item}", "out-of-range", string.Create(CultureInfo.InvariantCulture, $"An answer lies between {items.Minimum} and {items.Maximum} in steps of {items.Step}."));
            }
            else
            {
                values[number - 1] = value;
            }
        }

        return faults.All.Count == before ? Answers.Of(items, (ReadOnlySpan<double>)values) : null;
    }
}
