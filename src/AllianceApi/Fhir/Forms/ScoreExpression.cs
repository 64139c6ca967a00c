using System.Globalization;
using AllianceApi.Instruments;

namespace AllianceApi.Fhir.Forms;

/// <summary>How a score follows from the answers, as FHIRPath: for forms that show it while it is being filled. What counts is what we compute.</summary>
internal static class ScoreExpression
{
    private static readonly string[] Parts = ["bond", "goal", "task"];

    public static string Of(InstrumentView view, ScaleView scale)
    {
        var names = view.Scales.Select(s => s.Scale).ToList();
        var isMeanOfParts = scale.Scale == "total" && names.Count == 4 && Parts.All(names.Contains);
        var mean = isMeanOfParts ? MeanOfParts() : MeanOfItems(view, scale);
        return view.Metric == "sum" ? string.Create(CultureInfo.InvariantCulture, $"({mean}) * {scale.Items.Count}") : mean;
    }

    private static string MeanOfParts()
    {
        var values = Parts.Select(p => $"%resource.item.where(linkId = '{Codes.ScoreLink}{p}').answer.value").ToList();
        return $"iif({string.Join(" and ", values.Select(v => v + ".exists()"))}, ({string.Join(" + ", values)}) / 3, {{}})";
    }

    private static string MeanOfItems(InstrumentView view, ScaleView scale)
    {
        var reversed = scale.Items.Where(i => view.Items[i - 1].Reversed).ToList();
        var plain = scale.Items.Except(reversed).ToList();
        var sums = new List<string>();
        if (plain.Count > 0)
        {
            sums.Add($"{Values(plain)}.sum()");
        }

        if (reversed.Count > 0)
        {
            var ends = view.Items[0].Min + view.Items[0].Max;
            sums.Add(string.Create(CultureInfo.InvariantCulture, $"({ends} * {Values(reversed)}.count() - {Values(reversed)}.sum())"));
        }

        var count = $"{Values(scale.Items)}.count()";
        return string.Create(CultureInfo.InvariantCulture, $"iif({count} >= {Math.Max(1, scale.AnswersNeeded)}, ({string.Join(" + ", sums)}) / {count}, {{}})");
    }

    private static string Values(IEnumerable<int> items) =>
        $"%resource.item.where({string.Join(" or ", items.Select(i => string.Create(CultureInfo.InvariantCulture, $"linkId = '{i}'")))}).answer.value";
}
