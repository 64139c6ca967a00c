using System.Globalization;
using System.Text;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;
using Alliance.Measurement.Trends;
using AllianceApi.Trends.Chart;

namespace AllianceApi.Tests.Trends.Chart;

/// <summary>What a chart says, and to whom.</summary>
internal sealed class TrendChartTests
{
    [Test]
    public void The_same_series_has_the_same_bytes_whatever_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var first = TrendChart.Svg(ChartSeries.Reference["H3-two-ruptures"], true);
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.That(TrendChart.Svg(ChartSeries.Reference["H3-two-ruptures"], true), Is.EqualTo(first));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void A_screen_reader_is_told_the_statements_and_what_is_drawn()
    {
        var series = ChartSeries.Reference["H3-two-ruptures"];
        var drawing = Drawing.Of(series);
        var description = drawing.Only("desc").Value;
        Assert.Multiple(() =>
        {
            Assert.That(drawing.Root.Attribute("role")?.Value, Is.EqualTo("img"));
            Assert.That(drawing.Only("title").Value, Is.EqualTo("Therapeutic alliance by session: Working Alliance Inventory, Short Revised"));
            Assert.That(drawing.Root.Attribute("aria-labelledby")?.Value, Is.EqualTo($"{drawing.Only("title").Attribute("id")?.Value} {drawing.Only("desc").Attribute("id")?.Value}"));
            Assert.That(description, Does.StartWith(string.Join(' ', series.Statements)));
            Assert.That(description, Does.Contain("Marked \"possible strain\": sessions 5, 11."));
            Assert.That(description, Does.Contain("Marked on the axis as without a form: 9."));
            Assert.That(description, Does.Contain("Small chart \"goals\": Average "));
        });
    }

    [Test]
    public void Charts_of_other_words_have_other_ids()
    {
        var ids = ChartSeries.Reference.Values.Select(s => Drawing.Of(s).Only("title").Attribute("id")!.Value).ToList();
        Assert.That(ids, Is.Unique);
    }

    [Test]
    public void A_drop_and_its_return_are_marked_by_shape_and_words()
    {
        var series = ChartSeries.Reference["H1-classic-v"];
        var x = new ChartLayout(new ChartSubject(series, true, ChartText.English)).X;
        var drawing = Drawing.Of(series);
        var (triangle, ring) = (drawing.Classed("strain").First(), drawing.Classed("return").First());
        Assert.Multiple(() =>
        {
            Assert.That(triangle.Attribute("d")!.Value, Does.Contain($"L{SvgWriter.Number(x.At(7))} "), "the foot of the triangle");
            Assert.That(triangle.Attribute("class")!.Value, Is.EqualTo("strain over"));
            Assert.That(ring.Attribute("cx")!.Value, Is.EqualTo(SvgWriter.Number(x.At(9))));
            Assert.That(ring.Attribute("class")!.Value, Is.EqualTo("return"));
            Assert.That(drawing.Words.Count(w => w == "possible strain"), Is.EqualTo(2), "at the marker and in the legend");
            Assert.That(drawing.Words.Count(w => w == "back in range"), Is.EqualTo(2));
            Assert.That(drawing.Words, Does.Contain("4.3").And.Contain("4.0–4.6"));
        });
    }

    [Test]
    public void States_have_shapes_of_their_own()
    {
        var open = ChartSeries.OfTotals(ChartSeries.Shipped("sai"), 4, 4.1, 4, 4.2, 4.1, 2.2);
        var once = ChartSeries.OfTotals(ChartSeries.Shipped("sai"), 4, 4.1, 4, 4.2, 4.1, 2.2, 4.1);
        Assert.Multiple(() =>
        {
            Assert.That(Drawing.Of(open).Styles, Does.Contain("strain").And.None.StartsWith("return"));
            Assert.That(Drawing.Of(once).Styles, Does.Contain("strain").And.Contain("return once"));
            Assert.That(Drawing.Of(ChartSeries.Reference["H1-classic-v"]).Styles, Does.Contain("strain over").And.Contain("return").And.Contain("score below"));
            Assert.That(Drawing.Of(ChartSeries.Reference["H2-unrepaired"]).Styles, Does.Contain("strain").And.Contain("late"));
        });
    }

    [TestCaseSource(typeof(ChartSeries), nameof(ChartSeries.ReferenceIds))]
    public void Who_may_not_see_scores_sees_none(string id)
    {
        var series = ChartSeries.Reference[id];
        var drawing = Drawing.Of(series, scoresVisible: false);
        Assert.That(drawing.Styles, Has.None.StartsWith("score").And.None.StartsWith("error"));
        if (series.Headline.Primary.Forms < Statements.MinimumForms)
            return;
        var visible = Drawing.Of(series);
        Assert.Multiple(() =>
        {
            Assert.That(drawing.Classed("level").First().Attribute("d"), Is.Not.Null);
            Assert.That(drawing.Words.Except(visible.Words), Is.Empty, "no word or number of its own");
            Assert.That(drawing.Classed("strain").Count(e => e.Name.LocalName == "path"), Is.EqualTo(visible.Classed("strain").Count(e => e.Name.LocalName == "path")));
        });
    }

    [Test]
    public void Hidden_scores_leave_the_markers_on_the_level_line()
    {
        var series = ChartSeries.Reference["H1-classic-v"];
        var layout = new ChartLayout(new ChartSubject(series, false, ChartText.English));
        var back = series.Scales[series.Model.PrimaryIndex].Points[8];
        var ring = Drawing.Of(series, scoresVisible: false).Classed("return").First();
        Assert.That(ring.Attribute("cy")!.Value, Is.EqualTo(SvgWriter.Number(layout.Y.At(back.Smoothed.Value))));
    }

    [Test]
    public void Fewer_than_three_forms_claim_no_trend()
    {
        Assert.Multiple(() =>
        {
            foreach (var (id, forms) in new[] { ("E01-n1", 1), ("E02-n2", 2) })
            {
                var drawing = Drawing.Of(ChartSeries.Reference[id]);
                Assert.That(drawing.Words, Does.Contain($"Too few forms to describe a trend ({forms} of at least 3)."));
                Assert.That(drawing.Styles, Has.None.StartsWith("level").And.None.StartsWith("band").And.None.EqualTo("now").And.None.EqualTo("early"));
            }

            Assert.That(Drawing.Of(ChartSeries.Empty).Words, Does.Contain("No forms yet"));
            Assert.That(Drawing.Of(ChartSeries.Empty).Only("desc").Value, Does.Contain("0 of at least 3"));
        });
    }

    [Test]
    public void Sessions_without_a_form_stand_on_the_axis_and_one_without_a_score_is_not_among_them()
    {
        var wai = ChartSeries.Shipped("wai-sr");
        var scored = Enumerable.Range(1, 6).Where(s => s is not 2 and not 3).Select(s => ChartSeries.Form(s, [4, 4, 4, s == 5 ? null : 4]));
        var drawing = Drawing.Of(SeriesTrendDetail.Of(wai, [.. scored]));
        Assert.Multiple(() =>
        {
            Assert.That(drawing.Classed("missing").Count(), Is.EqualTo(2), "one for the run of two, one in the legend");
            Assert.That(drawing.Classed("unscored").Count(), Is.EqualTo(2));
            Assert.That(drawing.Words, Does.Contain("no form").And.Contain("too few answers").And.Contain("total, 1 to 5 · 3 forms in 6 sessions"));
            Assert.That(drawing.Styles, Does.Contain("level gap"));
        });
    }

    [Test]
    public void A_series_at_the_top_says_that_there_is_no_room() =>
        Assert.That(Drawing.Of(ChartSeries.Reference["E06-ceiling"]).Words, Does.Contain("At the top of the scale: no room to show improvement."));

    [Test]
    public void Equal_answers_are_told_without_blame()
    {
        var forms = Enumerable.Range(1, 4).Select(s => ChartSeries.Form(s, [4, 4, 4, 4], ResponseFlags.StraightLine));
        var drawing = Drawing.Of(SeriesTrendDetail.Of(ChartSeries.Shipped("wai-sr"), [.. forms]));
        Assert.That(drawing.Words, Does.Contain("Many forms have the same answer on every item."));
    }

    [Test]
    public void Sums_are_drawn_on_their_own_range()
    {
        var words = Drawing.Of(ChartSeries.Sums).Words;
        Assert.That(words, Does.Contain("total, 0 to 40 · 11 forms in 11 sessions").And.Contain("40").And.Contain("overall 0–10"));
    }

    [Test]
    public void Names_are_escaped_and_cut_to_fit()
    {
        const string Name = "Forms & <measures> of \"everything\" that a clinic of its own making may want to ask \u0001 about";
        var instrument = new Instrument("own", "1", Name, [Rater.Client], new ItemFormat(6, -2, 2, 1, []), [new Scale("b<o>&nd \ud83d\ude00", [1, 2]), new Scale("total", [1, 2, 3, 4, 5, 6])], 0.75, Metric.Mean);
        var series = SeriesTrendDetail.Of(instrument, [.. Enumerable.Range(1, 4).Select(s => ChartSeries.Form(s, [-0.5, 0.5]))]);
        var drawing = Drawing.Of(series);
        Assert.Multiple(() =>
        {
            Assert.That(drawing.Only("title").Value, Does.EndWith("<measures> of \"everything\" that a clinic of its own making may want to ask \ufffd about"));
            Assert.That(drawing.Words, Does.Contain("b<o>&nd \ud83d\ude00").And.Some.StartsWith("Forms & <measures>").And.Some.Contains(" to "));
            Assert.That(drawing.Classed("heading").Single().Value, Does.EndWith("…"));
        });
    }

    [TestCaseSource(typeof(ChartSeries), nameof(ChartSeries.ReferenceIds))]
    public void No_chart_claims_what_scores_cannot_tell(string id)
    {
        var text = Encoding.UTF8.GetString(TrendChart.Svg(ChartSeries.Reference[id], true));
        foreach (var word in new[] { "rupture", "repair", "prognos", "risk", "significan", "rank", "sincer", "drop-out", "predict" })
            Assert.That(text, Does.Not.Contain(word).IgnoreCase);
    }
}
