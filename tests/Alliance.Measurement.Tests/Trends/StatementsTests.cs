using System.Text;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;
using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Tests.Trends;

public class StatementsTests
{
    /// <summary>The sentences of every hand-made series, kept in a file beside this one; UPDATE_SNAPSHOTS=1 writes it anew.</summary>
    [Test]
    public void Every_hand_made_series_is_told_as_agreed()
    {
        var text = new StringBuilder();
        foreach (var (id, sessions) in Wai.Series)
        {
            var trend = SeriesTrend.Of(Wai.Instrument, [.. sessions.Select(s => TotalOnly(s, sessions))]);
            text.Append("# ").Append(id).Append('\n');
            foreach (var sentence in trend.Statements) text.Append(sentence).Append('\n');
            foreach (var note in trend.Quality.Notes) text.Append("note: ").Append(note).Append('\n');
            foreach (var episode in trend.Primary.Ruptures) text.Append("short: ").Append(Statements.Strain(episode, trend.Primary.Model)).Append('\n');
            text.Append('\n');
        }

        Snapshot.Matches("statements.txt", text.ToString());
    }

    [Test]
    public void A_possible_strain_is_told_with_what_became_of_it()
    {
        const string drop = "Session 5 was lower than expected (2.6; expected about 4.0, usual range 3.3-4.7). "
            + "Such a drop can mean a strain in the alliance; in simulations about 1 in 7 clients without any strain shows one within 12 sessions. ";
        Assert.That(Strain(4, 4, 4, 4, 2.6), Is.EqualTo(drop + "Possible strain: no form has come since. Worth asking about."));
        Assert.That(Strain(4, 4, 4, 4, 2.6, 3), Is.EqualTo(drop + "Possible strain: the form since then is not back in the earlier range. Worth asking about."));
        Assert.That(Strain(4, 4, 4, 4, 2.6, 3, 3), Is.EqualTo(drop + "Possible strain: after 2 further forms, scores are not back in the earlier range. Worth asking about."));
        Assert.That(Strain(4, 4, 4, 4, 2.6, 4), Is.EqualTo(drop + "Scores returned to the earlier range at session 6; the next form will show whether they stay there. Worth asking about."));
        Assert.That(Strain(4, 4, 4, 4, 2.6, 4, 4), Is.EqualTo(drop + "Scores returned to the earlier range at session 6 and were not low again on the next form."));
        Assert.That(Strain(4, 4, 4, 4, 2.6, 4, 2.6), Is.EqualTo(drop + "Scores returned to the earlier range once and were low again on the next form. Possible strain: after 2 further forms, scores are not back in the earlier range. Worth asking about."));
        Assert.That(Strain(4, 4, 4, 4, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6), Is.EqualTo(drop + "Possible strain: by session 10, scores were not back in the earlier range. Worth asking about."));
    }

    [Test]
    public void An_alert_says_it_in_one_sentence_and_names_a_part_scale()
    {
        var series = SeriesTrend.Of(Wai.Instrument, [.. new[] { 4.0, 4, 4, 4, 4 }.Select((t, i) => SeriesTrendTests.Form(i + 1, 4, i == 4 ? 1.5 : 4, 4, t))]);
        var goal = series.Scales[1];
        Assert.That(Statements.Strain(goal.Ruptures.Single(), goal.Model), Is.EqualTo("On the scale \"goals\": Session 5 was lower than expected (1.5; expected about 4.0)."));
        Assert.That(series.Statements[^1], Does.StartWith("On the scale \"goals\": Session 5 was lower than expected (1.5; expected about 4.0, usual range 3."));
        Assert.That(series.Statements, Has.Length.EqualTo(4), "level, two changes, goals");
    }

    [Test]
    public void A_part_scale_is_not_told_twice_nor_when_it_has_returned()
    {
        SeriesForm[] forms = [.. new[] { 4.0, 4, 4, 4, 1.5 }.Select((t, i) => SeriesTrendTests.Form(i + 1, t, 4, 4, t))];
        Assert.That(SeriesTrend.Of(Wai.Instrument, forms).Statements.Count(s => s.Contains("lower than expected", StringComparison.Ordinal)), Is.EqualTo(1));
        SeriesForm[] over = [.. new[] { 4.0, 4, 4, 4, 1.5, 4, 4 }.Select((b, i) => SeriesTrendTests.Form(i + 1, b, 4, 4, 4))];
        Assert.That(SeriesTrend.Of(Wai.Instrument, over).Statements.Any(s => s.Contains("lower than expected", StringComparison.Ordinal)), Is.False);
    }

    [Test]
    public void Gaps_and_unscored_forms_are_told()
    {
        string[] Told(params (int Session, double? Total)[] forms) =>
            [.. SeriesTrend.Of(Wai.Instrument, [.. forms.Select(f => SeriesTrendTests.Form(f.Session, 4, 4, 4, f.Total))]).Statements];
        Assert.That(Told((1, 4), (2, 4), (4, 4))[1], Is.EqualTo("No form for session 3."));
        Assert.That(Told((2, 4), (3, 4), (8, 4), (10, 4))[1], Is.EqualTo("No forms for sessions 1, 4 to 7 and 9."));
        Assert.That(Told((4, 4), (5, 4), (6, 4))[1], Is.EqualTo("No forms for sessions 1 to 3."));
        Assert.That(Told((3, 4), (4, 4), (5, 4))[1], Is.EqualTo("No forms for sessions 1 and 2."));
        Assert.That(Told((1, 4), (2, 4), (3, 4), (4, null))[1], Is.EqualTo("One form has too few answers for this score."));
        Assert.That(Told((1, 4), (2, null), (3, 4), (4, null), (5, 4))[1], Is.EqualTo("2 forms have too few answers for this score."));
        Assert.That(Told((1, 4), (2, 4), (3, null)), Is.EqualTo(new[] { "Too few forms to describe a trend (2 of at least 3)." }));
    }

    [Test]
    public void Sums_and_narrow_ranges_are_shown_in_their_own_numbers()
    {
        var sums = ScaleModelTests.Form(0, 10, 4, Metric.Sum);
        Assert.That(Level(sums, 9, 9, 9), Is.EqualTo("Score about 35.7 on a scale of 0 to 40 (likely between 32.2 and 39.2), from 3 forms."));
        var narrow = ScaleModelTests.Form(0, 1.5, 4, Metric.Mean);
        Assert.That(Level(narrow, 1.2, 1.2, 1.2), Is.EqualTo("Average 1.20 on a scale of 0 to 1.5 (likely between 1.07 and 1.33), from 3 forms."));
        Assert.That(Statements.Level(ScaleTrend.Of(Wai.Total, Wai.Weekly(4, 4))), Is.Null);
    }

    [Test]
    public void A_withdrawn_label_gives_its_reason()
    {
        var trend = ScaleTrend.Of(Wai.Total, Wai.Weekly(4.6, 4.5, 1.6, 4.4, 4.3, 4.2, 4.1, 4.0));
        Assert.That(Statements.OverallChange(trend), Does.StartWith("Since session 3: no clear change (up 0.").And.EndsWith("), as the scores compared two by two mostly point the other way."));
        Assert.That(Statements.RecentChange(ScaleTrend.Of(Wai.Total, Wai.Weekly(4, 4))), Is.Null);
        Assert.That(Statements.OverallChange(ScaleTrend.Of(Wai.Total, Wai.Weekly(4, 4, 4))), Is.Null, "no span");
    }

    [Test]
    public void Another_language_is_a_copy_with_other_texts()
    {
        var german = StatementTexts.English with { Language = "de", DecimalSeparator = ",", LevelOfMeans = "Im Mittel {0} von {1} bis {2} (wohl {3} bis {4}), aus {5} Bögen." };
        var trend = ScaleTrend.Of(Wai.Total, Wai.Weekly(4, 4, 4));
        Assert.That(Statements.Level(trend, german), Is.EqualTo("Im Mittel 4,0 von 1 bis 5 (wohl 3,7 bis 4,4), aus 3 Bögen."));
        var narrow = ScaleModelTests.Form(0, 1.5, 4, Metric.Mean);
        Assert.That(
            Statements.Level(ScaleTrend.Of(ScaleModel.For(narrow, narrow.Primary), Wai.Weekly(1.2, 1.2, 1.2)), german),
            Is.EqualTo("Im Mittel 1,20 von 0 bis 1,5 (wohl 1,07 bis 1,33), aus 3 Bögen."));
    }

    [Test]
    public void Every_sentence_can_be_asked_for_in_another_language()
    {
        var other = StatementTexts.English with
        {
            Language = "x",
            LevelOfMeans = "L{0}",
            Recent = "R{0}:{1}",
            Overall = "O{0}:{1}",
            Up = "+{0}",
            Down = "-{0}",
            Strain = "S{0} {1} {2}",
            StrainWithRange = "S{0} {1} {2} {3} {4}",
            StrainNote = "N{0}",
            Ask = "A",
            StrainLast = "last",
            StrainNotBack = "not back",
        };
        var forms = Wai.Weekly(4, 4, 4, 4, 2.6);
        var trend = ScaleTrend.Of(Wai.Total, forms);
        var episode = trend.Ruptures.Single();
        var series = SeriesTrend.Of(Wai.Instrument, [.. forms.Select(f => TotalOnly(f, forms))]);
        Assert.That(Statements.Of(series, other)[0], Does.StartWith("L3."));
        Assert.That(Statements.WithoutScores(series, other)[0], Does.StartWith("L3."));
        Assert.That(Statements.RecentChange(trend, other), Does.StartWith("R4:-0.4 (95% interval "));
        Assert.That(Statements.OverallChange(trend, other), Does.StartWith("O3:-0."));
        Assert.That(Statements.Strain(episode, trend.Model, other), Is.EqualTo("S5 2.6 4.0"));
        Assert.That(Statements.StrainInFull(episode, trend, other), Does.StartWith("S5 2.6 4.0 3.3 4.7 N7 last A"));
        Assert.That(Statements.StrainForAlert(episode, trend, other), Does.StartWith("S5 2.6 4.0 3.3 4.7 N7 last A"));
        Assert.That(Statements.WithoutScores("S5 2.6 4.0", other with { StrainUnscored = "U{0} {2}" }), Is.EqualTo("U5 4.0"));
    }

    [Test]
    public void Who_may_see_no_single_score_is_told_the_same_without_it()
    {
        var forms = Wai.Weekly(4, 4, 4, 4, 2.6, 3);
        var series = SeriesTrend.Of(Wai.Instrument, [.. forms.Select(f => TotalOnly(f, forms))]);
        var episode = series.Primary.Ruptures.Single();
        Assert.That(series.Statements, Has.Some.StartsWith("Session 5 was lower than expected (2.6; expected about 4.0, usual range 3.3-4.7)."));
        Assert.That(Statements.WithoutScores(series), Has.Some.StartsWith("Session 5 was lower than expected (expected about 4.0, usual range 3.3-4.7)."));
        Assert.That(series.Statements.Select(s => Statements.WithoutScores(s)), Is.EqualTo(Statements.WithoutScores(series)), "made so, or made so afterwards");
        Assert.That(Statements.WithoutScores(Statements.Strain(episode, series.Primary.Model)), Is.EqualTo("Session 5 was lower than expected (expected about 4.0)."));
        Assert.That(Statements.WithoutScores("No form for session 3."), Is.EqualTo("No form for session 3."));
        Assert.That(() => Statements.WithoutScores((SeriesTrend)null!), Throws.ArgumentNullException);
        Assert.That(() => Statements.WithoutScores((string)null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("told"));
    }

    [Test]
    public void An_alert_tells_whether_scores_are_back_and_counts_no_forms()
    {
        static string Told(params double[] scores)
        {
            var trend = ScaleTrend.Of(Wai.Total, Wai.Weekly([4, 4, 4, 4, 2.6, .. scores]));
            var told = Statements.StrainForAlert(trend.Ruptures.Single(), trend);
            return told[(told.IndexOf("sessions. ", StringComparison.Ordinal) + 10)..];
        }

        const string notBack = "Possible strain: scores are not back in the earlier range. Worth asking about.";
        Assert.That(Told(), Is.EqualTo("Possible strain: no form has come since. Worth asking about."));
        Assert.That(Told(3), Is.EqualTo(notBack));
        Assert.That(Told(3, 3), Is.EqualTo(notBack));
        Assert.That(Told(4), Is.EqualTo("Scores returned to the earlier range at session 6; the next form will show whether they stay there. Worth asking about."));
        Assert.That(Told(4, 4), Is.EqualTo("Scores returned to the earlier range at session 6 and were not low again on the next form."));
        Assert.That(Told(2.6, 2.6, 2.6, 2.6, 2.6), Is.EqualTo("Possible strain: by session 10, scores were not back in the earlier range. Worth asking about."));
        var one = ScaleTrend.Of(Wai.Total, Wai.Weekly(4, 4, 4, 4, 2.6));
        Assert.That(() => Statements.StrainForAlert(null!, one), Throws.ArgumentNullException);
        Assert.That(() => Statements.StrainForAlert(one.Ruptures.Single(), null!), Throws.ArgumentNullException);
    }

    /// <summary>The English texts, kept in a file beside this one; UPDATE_SNAPSHOTS=1 writes it anew.</summary>
    [Test]
    public void The_texts_are_those_agreed()
    {
        var texts = new StatementTexts();
        var all = typeof(StatementTexts).GetProperties().Where(p => p.PropertyType == typeof(string)).OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => $"{p.Name}: {p.GetValue(texts)}\n").Concat(texts.ScaleNames.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => $"{n.Key}: {n.Value}\n"));
        Snapshot.Matches("texts.txt", string.Concat(all));
    }

    [Test]
    public void A_session_whose_form_is_withheld_is_no_gap()
    {
        SeriesForm[] forms = [SeriesTrendTests.Form(1, 4, 4, 4, 4), SeriesTrendTests.Form(4, 4, 4, 4, 4), SeriesTrendTests.Form(5, 4, 4, 4, 4)];
        var model = SeriesModel.For(Wai.Instrument);
        Assert.That(SeriesTrendDetail.Of(model, forms).Headline.MissingSessions, Is.EqualTo(new[] { 2, 3 }));
        Assert.That(SeriesTrendDetail.Of(model, forms, [3]).Headline.MissingSessions, Is.EqualTo(new[] { 2 }));
        Assert.That(SeriesTrendDetail.Of(model, forms, []).Headline.MissingSessions, Is.EqualTo(new[] { 2, 3 }));
    }

    [Test]
    public void What_was_expected_of_a_sum_is_told_in_sums()
    {
        var sums = ScaleModelTests.Form(0, 10, 4, Metric.Sum);
        var trend = ScaleTrend.Of(ScaleModel.For(sums, sums.Primary), Wai.Weekly(9, 9, 9, 3));
        Assert.That(trend.LastSurprise!.Value.Score, Is.EqualTo(12).Within(1e-9));
        Assert.That(Statements.Strain(4, 12, 90, trend.Model), Is.EqualTo("Session 4 was lower than expected (12.0; expected about 40.0)."), "within the scale");
        Assert.That(Statements.Strain(4, 12, -5, trend.Model), Is.EqualTo("Session 4 was lower than expected (12.0; expected about 0.0)."));
    }

    /// <summary>Words that promise, blame or diagnose have no place in a text that a client may read.</summary>
    [Test]
    public void No_text_claims_too_much()
    {
        string[] banned = ["significant", "rupture", "repair", "prognos", "drop-out", "dropout", "risk", "cause", "insincere", "careless", "faking", "should", "must", "failed", "problem", "diagnos"];
        foreach (var text in typeof(StatementTexts).GetProperties().Where(p => p.PropertyType == typeof(string)).Select(p => (string)p.GetValue(StatementTexts.English)!))
            Assert.That(banned.Where(b => text.Contains(b, StringComparison.OrdinalIgnoreCase)), Is.Empty, text);
    }

    private static string Strain(params double[] scores)
    {
        var trend = ScaleTrend.Of(Wai.Total, Wai.Weekly(scores));
        return Statements.StrainInFull(trend.Ruptures.Single(), trend);
    }

    private static string? Level(Instrument form, params double[] scores) =>
        Statements.Level(ScaleTrend.Of(ScaleModel.For(form, form.Primary), Wai.Weekly(scores)));

    private static SeriesForm TotalOnly(ScoredSession s, ScoredSession[] all) => new(
        s.Session,
        new DateTimeOffset(s.LocalDate, new TimeOnly(10, 0), TimeSpan.Zero),
        [null, null, null, s.Score],
        s.Score == 5 ? ResponseFlags.Perfect | ResponseFlags.StraightLine
            : s.Score == 1 ? ResponseFlags.Floor | ResponseFlags.StraightLine
            : ResponseFlags.None);
}
