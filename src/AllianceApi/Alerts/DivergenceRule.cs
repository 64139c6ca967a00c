using System.Collections.Immutable;
using System.Globalization;
using Alliance.Measurement.Congruence;
using Alliance.Measurement.Trends;
using AllianceApi.Trends;

namespace AllianceApi.Alerts;

/// <summary>
/// raterDivergence/1: on the scale that stands for the form, the last three sessions that both rated (or more) all differ by at
/// least 1.0 c in the same direction; c is a quarter of the range of the items. It sees pairs only, so it can not tell one
/// person's rating before the other has given theirs. A run of such sessions is one event: what a person closed is not raised
/// again while the run goes on.
/// </summary>
internal static class DivergenceRule
{
    public const string Name = "raterDivergence/1";

    /// <summary>Sessions in a row that must differ.</summary>
    public const int Needed = 3;

    /// <summary>Difference that counts, in units of c.</summary>
    public const double Units = 1.0;

    private const double Rounding = 1e-9;
    /// <summary>What an alert says whose ground later data took away.</summary>
    public const string Revised = "Later data changed the picture: the sessions that raised this alert no longer differ in one direction.";

    /// <summary>What is to be done after one of the two series changed.</summary>
    /// <param name="model">The scale that stands for the form.</param>
    /// <param name="pairs">The sessions that both rated on it, in the metric of the instrument.</param>
    /// <param name="known">Alerts of the client's series, closed ones included.</param>
    public static AlertStep? Decide(ScaleModel model, ImmutableArray<RatingPair> pairs, IReadOnlyList<KnownAlert> known)
    {
        var threshold = Units * model.Unit * model.Factor;
        List<KnownAlert> ours = [.. known.Where(a => a.Kind == AlertRules.RaterDivergence)];
        var open = ours.Find(a => !a.IsClosed);
        var run = Run(pairs, threshold);
        if (run.IsEmpty)
        {
            var isGone = open is not null && open.Statement != Revised && Run([.. pairs.Where(p => p.Session <= open.Session)], threshold).IsEmpty;
            return isGone ? new AlertStep.Revise(open!, Revised) : null;
        }

        var content = Content(model, run, threshold);
        if (open is not null)
        {
            return open.Statement == content.Statement ? null : new AlertStep.Restate(open, content, run[0].Session > open.Session, content.Statement);
        }

        return ours.TrueForAll(a => a.Session < run[0].Session) ? new AlertStep.Raise(content) : null;
    }

    /// <summary>The last pairs that all differ enough in one direction; empty where they are too few.</summary>
    private static ImmutableArray<RatingPair> Run(ImmutableArray<RatingPair> pairs, double threshold)
    {
        var from = pairs.Length;
        while (from > 0 && Math.Abs(Difference(pairs[from - 1])) >= threshold - Rounding && Math.Sign(Difference(pairs[from - 1])) == Math.Sign(Difference(pairs[^1])))
        {
            from--;
        }

        return pairs.Length - from >= Needed ? pairs[from..] : [];
    }

    private static double Difference(RatingPair pair) => pair.Therapist - pair.Client;

    private static AlertContent Content(ScaleModel model, ImmutableArray<RatingPair> run, double threshold)
    {
        var mean = run.Average(Difference);
        var smallest = run.Min(p => Math.Abs(Difference(p)));
        var statement = string.Create(
            CultureInfo.InvariantCulture,
            $"In the last {run.Length} sessions that both rated (from session {run[0].Session} to session {run[^1].Session}), the therapist's scores were {(mean < 0 ? "below" : "above")} the client's each time, on average by {Math.Abs(mean):0.0} on a scale of {model.Minimum * model.Factor:0.##} to {model.Maximum * model.Factor:0.##}. ") +
            "The two see the alliance differently, and neither view is an error. Worth talking about.";
        return new AlertContent(AlertRules.RaterDivergence, run[^1].Session, statement, new Because(
            Name,
            model.Scale.Name,
            new Dictionary<string, double> { ["pairs"] = run.Length, ["meanDiscrepancy"] = mean, ["smallestDiscrepancy"] = smallest },
            new Dictionary<string, double> { ["pairs"] = Needed, ["discrepancy"] = threshold },
            TrendView.MethodId,
            null));
    }
}
