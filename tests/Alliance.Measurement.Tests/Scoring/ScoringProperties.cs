using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;
using CsCheck;

namespace Alliance.Measurement.Tests.Scoring;

/// <summary>What holds of scoring for any form and any answers.</summary>
internal sealed class ScoringProperties
{
    internal const int Samples = 2000;

    /// <summary>Forms of any length and range, with any reversed items, one to three scales and a total.</summary>
    private static readonly Gen<Instrument> AnyForm =
        from count in Gen.Int[1, 24]
        from minimum in Gen.Int[-3, 3]
        from steps in Gen.Int[1, 10]
        from step in Gen.OneOf(1.0, 0.5, 0.1)
        from reversed in Gen.Bool.Array[count]
        from part in Gen.Int[0, 2].Array[count]
        from share in Gen.OneOf(0.5, 0.75, 1.0)
        select FormOf(new ItemFormat(count, minimum, minimum + (steps * step), step, Items(reversed)), part, share);

    private static readonly Gen<(Instrument Form, Answers Answers)> AnyResponse = AnyForm.SelectMany(
        form => Gen.Int[-2, (int)Math.Round((form.Items.Maximum - form.Items.Minimum) / form.Items.Step)].Array[form.Items.Count],
        (form, places) => (form, Answers.Of(form.Items, places.Select(p => ValueAt(form.Items, p)).ToArray())));

    [Test]
    public void Scores_stay_within_the_range_and_their_interval_around_them() => AnyResponse.Sample(
        r =>
        {
            var span = (r.Form.Items.Maximum - r.Form.Items.Minimum) * 1e-12;
            return ResponseScore.Of(r.Form, r.Answers, null).Scales.Where(s => s.IsScored).All(s =>
                s.Mean >= r.Form.Items.Minimum - span && s.Mean <= r.Form.Items.Maximum + span && s.Low < s.Mean && s.Mean < s.High
                && Math.Abs(s.Sum!.Value - (TotalOfItems(r.Form, s) ?? s.Mean!.Value * s.Items)) <= span * s.Items);
        },
        iter: Samples);

    [Test]
    public void The_order_in_which_answers_come_plays_no_part() => Gen.Select(AnyResponse, Gen.Int).Sample(
        (r, seed) =>
        {
            var given = Map(r.Answers);
            var shuffled = given.OrderBy(p => HashCode.Combine(p.Key, seed)).ToDictionary(p => p.Key, p => p.Value);
            var again = Answers.Of(r.Form.Items, shuffled);
            return again.Equals(r.Answers) && Same(ResponseScore.Of(r.Form, again, 30), ResponseScore.Of(r.Form, r.Answers, 30));
        },
        iter: Samples);

    [Test]
    public void Reverse_keying_twice_is_no_keying() => AnyResponse.Sample(
        r => Map(r.Answers).All(p => Math.Abs(r.Form.Items.Key(p.Key, r.Form.Items.Key(p.Key, p.Value)) - p.Value) < 1e-12),
        iter: Samples);

    [Test]
    public void Reversing_every_item_mirrors_every_mean() => AnyResponse.Sample(
        r =>
        {
            var items = r.Form.Items;
            var other = new ItemFormat(items.Count, items.Minimum, items.Maximum, items.Step, Enumerable.Range(1, items.Count).Except(items.Reversed));
            var mirrored = new Instrument("mirrored", "1", "Mirrored", r.Form.Raters, other, r.Form.Scales, r.Form.MinimumShare, r.Form.Metric);
            return ResponseScore.Of(r.Form, r.Answers, null).Scales.Zip(ResponseScore.Of(mirrored, r.Answers, null).Scales).All(p =>
                p.First.IsScored == p.Second.IsScored
                && (!p.First.IsScored || Math.Abs(p.First.Mean!.Value + p.Second.Mean!.Value - items.Minimum - items.Maximum) < 1e-9));
        },
        iter: Samples);

    [Test]
    public void A_lost_answer_never_changes_a_scale_without_that_item() => Gen.Select(AnyResponse, Gen.Int[0, 1000]).Sample(
        (r, pick) =>
        {
            var item = (pick % r.Form.Items.Count) + 1;
            var before = ResponseScore.Of(r.Form, r.Answers, null).Scales;
            var after = ResponseScore.Of(r.Form, r.Form.With(r.Answers, (item, null)), null).Scales;
            return before.Zip(after).Where(p => !p.First.Scale.Items.Contains(item)).All(p => p.First == p.Second);
        },
        iter: Samples);

    [Test]
    public void Every_scale_counts_its_answers_and_is_scored_exactly_by_the_rule() => AnyResponse.Sample(
        r =>
        {
            var scales = ResponseScore.Of(r.Form, r.Answers, null).Scales;
            var parts = scales.Where(s => !s.Scale.IsTotal).ToList();
            return scales.All(s =>
                s.Answered == s.Scale.Items.Count(i => r.Answers[i] is not null)
                && s.Items == s.Scale.Items.Length
                && s.Prorated == (s.IsScored && s.Answered < s.Items)
                && s.IsScored == (s.Reason is null)
                && s.IsScored == (s.Answered >= Math.Ceiling(r.Form.MinimumShare * s.Items) && (!s.Scale.IsTotal || parts.All(p => p.IsScored))));
        },
        iter: Samples);

    [Test]
    public void Text_reads_back_as_the_same_answers() =>
        AnyResponse.Sample(r => Answers.Decode(r.Form.Items, r.Answers.Encode()).Equals(r.Answers), iter: Samples);

    [Test]
    public void Mirroring_printed_columns_twice_gives_back_the_answers() => Gen.Select(AnyResponse, Gen.Int[0, 1 << 24]).Sample(
        (r, bits) =>
        {
            var flipped = Enumerable.Range(1, r.Form.Items.Count).Where(i => (bits & (1 << (i - 1))) != 0).ToList();
            var twice = PrintedColumns.ToLabels(r.Form.Items, PrintedColumns.ToLabels(r.Form.Items, r.Answers, flipped), flipped);
            return Enumerable.Range(1, r.Form.Items.Count).All(i => twice[i] is { } t ? Math.Abs(t - r.Answers[i]!.Value) < 1e-12 : r.Answers[i] is null);
        },
        iter: Samples);

    private static double? TotalOfItems(Instrument form, ScaleScore score) =>
        form.TotalIsMeanOfScales && score.Scale.IsTotal && !score.Prorated ? score.Sum : null;

    private static double ValueAt(ItemFormat items, int place) => place < 0 ? double.NaN : Math.Min(items.Maximum, items.Minimum + (place * items.Step));

    private static IEnumerable<int> Items(bool[] chosen) => Enumerable.Range(1, chosen.Length).Where(i => chosen[i - 1]);

    private static Dictionary<int, double> Map(Answers answers) =>
        Enumerable.Range(1, answers.ItemCount).Where(i => answers[i] is not null).ToDictionary(i => i, i => answers[i]!.Value);

    private static bool Same(ResponseScore a, ResponseScore b) => a.Scales.SequenceEqual(b.Scales) && a.Quality == b.Quality;

    private static Instrument FormOf(ItemFormat items, int[] part, double share)
    {
        string[] names = ["bond", "goal", "task"];
        var parts = Enumerable.Range(1, items.Count).GroupBy(i => names[part[i - 1]], (name, of) => new Scale(name, of));
        return new Instrument("any", "1", "Any form", [Rater.Client], items, [.. parts, new Scale("total", Enumerable.Range(1, items.Count))], share, Metric.Mean);
    }
}
