using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;
using AllianceApi.Instruments;

namespace AllianceApi.Tests.Instruments;

/// <summary>How the conflicts of the dossier (C1 to C15) were settled; each test pins one against a well-meant correction.</summary>
internal sealed class ConflictTests
{
    private static readonly int[] BlocksOfFour = [1, 2, 3, 4];

    [Test]
    public void C1_answers_go_by_label_and_the_printed_columns_are_recoded_only_when_asked()
    {
        var document = Shipped("wai-sr");
        var printed = document.Definition.PrintedColumns!;
        var byColumn = Uniform("wai-sr", 3, (2, 1), (3, 1), (5, 1), (6, 1), (8, 1), (10, 1), (11, 1));
        var byLabel = PrintedColumns.ToLabels(document.Instrument.Items, byColumn, printed);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(printed, Is.EqualTo(new[] { 2, 5, 6, 8, 10, 11 }));
            Assert.That(printed, Is.EqualTo(ReferenceForms.Numbers(ReferenceForms.Form("wai-sr-c").GetProperty("print_flipped"))));
            Assert.That(Shipped("wai-srt-10").Definition.PrintedColumns, Is.EqualTo(new[] { 2, 5, 6, 8, 10 }));
            Assert.That(document.Instrument.Items.Reversed, Is.Empty, "no item is worded in reverse");
            Assert.That(byLabel, Is.EqualTo(Uniform("wai-sr", 3, (2, 5), (3, 1), (5, 5), (6, 5), (8, 5), (10, 5), (11, 5))));
            Assert.That(SumOf("wai-sr", "task", byColumn), Is.EqualTo(8), "as sent, nothing is guessed");
        }
    }

    [Test]
    public void C2_in_the_bond_of_the_36_items_29_is_reversed_and_28_is_not()
    {
        var items = Shipped("wai-36").Instrument.Items;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(items.IsReversed(29), Is.True);
            Assert.That(items.IsReversed(28), Is.False);
            Assert.That(SumOf("wai-36", "bond", Uniform("wai-36", 4, (29, 7))), Is.EqualTo(45));
            Assert.That(SumOf("wai-36", "bond", Uniform("wai-36", 4, (28, 7))), Is.EqualTo(51));
        }
    }

    [Test]
    public void C3_two_contents_change_their_scale_between_the_forms()
    {
        var map = ReferenceForms.Dossier.GetProperty("item_maps_to_wai36").GetProperty("wai-sr");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.GetProperty("8").GetInt32(), Is.EqualTo(24));
            Assert.That(map.GetProperty("1").GetInt32(), Is.EqualTo(25));
            Assert.That(Items("wai-36", "task"), Does.Contain(24).And.Not.Contain(25));
            Assert.That(Items("wai-sr", "goal"), Does.Contain(8));
            Assert.That(Items("wai-36", "goal"), Does.Contain(25));
            Assert.That(Items("wai-sr", "task"), Does.Contain(1));
        }
    }

    [Test]
    public void C4_the_observer_form_does_not_ship()
    {
        Assert.That(InstrumentLibrary.Shipped.Find("wai-o"), Is.Null);
        Assert.That(InstrumentLibrary.Shipped.All.SelectMany(d => d.Instrument.Raters), Has.None.EqualTo(Rater.Observer));
    }

    [Test]
    public void C5_the_revised_short_form_has_neither_blocks_of_four_nor_seven_points()
    {
        var instrument = Shipped("wai-sr").Instrument;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(instrument.Scales, Has.None.Matches<Scale>(s => s!.Items.SequenceEqual(BlocksOfFour)));
            Assert.That(instrument.Items.Accepts(6), Is.False);
            Assert.That(SumOf("wai-sr", "bond", Uniform("wai-sr", 1)), Is.EqualTo(4), "C11: not 5");
            Assert.That(SumOf("wai-sr", "total", Uniform("wai-sr", 5)), Is.EqualTo(60));
        }
    }

    [Test]
    public void C6_the_ten_item_form_reports_goal_and_task_as_one()
    {
        Assert.That(Items("wai-srt-10", "goalTask"), Is.EqualTo(new[] { 1, 3, 4, 6, 8, 10 }));
        Assert.That(Shipped("wai-srt-10").Instrument.Scales, Has.None.Matches<Scale>(s => s!.Name is "goal" or "task"));
    }

    [Test]
    public void The_ten_item_form_shares_seven_items_with_the_client_s()
    {
        var paired = Shipped("wai-srt-10").Definition.PairedForm!;
        var own = ReferenceForms.Dossier.GetProperty("item_maps_to_wai36").GetProperty("wai-srt-10");
        var other = ReferenceForms.Dossier.GetProperty("item_maps_to_wai36").GetProperty("wai-sr");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((paired.Instrument, paired.Rater, paired.Rule), Is.EqualTo(("wai-sr", Rater.Client, PairedForm.SharedItems)));
            Assert.That(paired.Items!.Select(p => (p.Other, p.Item)), Is.EqualTo(new[] { (2, 4), (5, 7), (6, 3), (7, 5), (8, 10), (9, 9), (11, 6) }));
            Assert.That(paired.Items, Is.All.Matches<PairedItem>(p => own.GetProperty($"{p!.Item}").GetInt32() == other.GetProperty($"{p.Other}").GetInt32()));
        }
    }

    [Test]
    public void C7_the_five_item_measure_is_a_mean_after_reversing_the_third()
    {
        var score = ResponseScore.Of(Shipped("arm-5").Instrument, Uniform("arm-5", 7), null).Of("total")!;
        Assert.That((score.Mean, score.Sum), Is.EqualTo(((double?)5.8, (double?)29)));
    }

    [Test]
    public void C8_and_C9_the_session_rating_scale_runs_high_is_better_and_ships_no_cut_off()
    {
        using var document = System.Text.Json.JsonDocument.Parse(Shipped("srs").Utf8);
        Assert.That(SumOf("srs", "total", Uniform("srs", 10)), Is.GreaterThan(SumOf("srs", "total", Uniform("srs", 0))!.Value));
        Assert.That(document.RootElement.EnumerateObject().Select(m => m.Name), Has.None.Contains("cut").IgnoreCase);
    }

    private static InstrumentDocument Shipped(string id) => InstrumentLibrary.Shipped.Find(id)!;

    private static IEnumerable<int> Items(string id, string scale) => Shipped(id).Instrument.Scales.Single(s => s.Name == scale).Items;

    private static Answers Uniform(string id, double value, params (int Item, double Value)[] except)
    {
        var values = Enumerable.Repeat(value, Shipped(id).Instrument.Items.Count).ToArray();
        foreach (var (item, other) in except)
        {
            values[item - 1] = other;
        }

        return Answers.Of(Shipped(id).Instrument.Items, values);
    }

    private static double? SumOf(string id, string scale, Answers answers) => ResponseScore.Of(Shipped(id).Instrument, answers, null).Of(scale)!.Sum;
}
