using System.Security.Cryptography;
using Alliance.Measurement.Instruments;
using AllianceApi.Instruments;
using static Alliance.Measurement.Instruments.Rater;

namespace AllianceApi.Tests.Instruments;

/// <summary>What ships, against the table of the contract.</summary>
internal sealed class ShippedInstrumentTests
{
    private static readonly string[] ThreeParts = ["bond", "goal", "task", "total"];
    private static readonly string[] TotalAlone = ["total"];

    private static IEnumerable<TestCaseData> Table()
    {
        yield return Row("wai-sr", "2006", 12, 1, 5, 1, [Client, Therapist], ThreeParts);
        yield return Row("wai-36", "1989", 36, 1, 7, 1, [Client, Therapist], ThreeParts);
        yield return Row("wai-s", "1989", 12, 1, 7, 1, [Client, Therapist], ThreeParts);
        yield return Row("wai-srt-10", "2006", 10, 1, 5, 1, [Therapist], ["bond", "goalTask", "total"]);
        yield return Row("sai", "2015", 6, 0, 5, 1, [Client], TotalAlone);
        yield return Row("wai-b3", "1", 3, 1, 5, 1, [Client, Therapist], TotalAlone);
        yield return Row("haq-ii", "1996", 19, 1, 6, 1, [Client, Therapist], TotalAlone);
        yield return Row("arm-5", "1", 5, 1, 7, 1, [Client], TotalAlone);
        yield return Row("srs", "3", 4, 0, 10, 0.1, [Client], ["bond", "goal", "task", "overall", "total"]);
        yield return Row("csrs", "1", 4, 0, 10, 0.1, [Client], TotalAlone);
        yield return Row("gsrs", "1", 4, 0, 10, 0.1, [Client], TotalAlone);
        yield return Row("cgsrs", "1", 4, 0, 10, 0.1, [Client], TotalAlone);
        yield return Row("alliance-check", "1", 9, 1, 5, 1, [Client, Therapist], ThreeParts);

        static TestCaseData Row(string id, string version, int items, double min, double max, double step, Rater[] raters, string[] scales) =>
            new TestCaseData(id, version, items, min, max, step, raters, scales).SetArgDisplayNames(id);
    }

    private static IEnumerable<string> Ids() => InstrumentLibrary.Shipped.All.Select(d => d.Instrument.Id);

    [Test]
    public void Exactly_the_instruments_of_the_table_ship() =>
        Assert.That(Ids(), Is.EquivalentTo(Table().Select(r => (string)r.Arguments[0]!)));

    [TestCaseSource(nameof(Table))]
    public void Is_as_the_table_says(string id, string version, int items, double min, double max, double step, Rater[] raters, string[] scales)
    {
        var instrument = InstrumentLibrary.Shipped.Find(id)!.Instrument;
        var lines = max == 10;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(instrument.Version, Is.EqualTo(version));
            Assert.That((instrument.Items.Count, instrument.Items.Minimum, instrument.Items.Maximum, instrument.Items.Step), Is.EqualTo((items, min, max, step)));
            Assert.That(instrument.Raters, Is.EqualTo(raters));
            Assert.That(instrument.Scales.Select(s => s.Name), Is.EqualTo(scales));
            Assert.That(instrument.Primary.Items, Is.EqualTo(Enumerable.Range(1, items)), "the total has every item");
            Assert.That(instrument.MinimumShare, Is.EqualTo(lines ? 1 : 0.75));
            Assert.That(instrument.Metric, Is.EqualTo(lines ? Metric.Sum : Metric.Mean));
            Assert.That(instrument.Parameters, Is.Empty, "nothing is stated that was not sourced");
        }
    }

    [TestCaseSource(nameof(Ids))]
    public void Has_its_citations_licence_notes_and_hash(string id)
    {
        var document = InstrumentLibrary.Shipped.Find(id)!;
        var definition = document.Definition;
        using var stream = typeof(InstrumentLibrary).Assembly.GetManifestResourceStream($"instruments/{id}@{definition.Version}.json")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(definition.Citations, Is.Not.Empty);
            Assert.That(definition.Citations.Select(c => c.Text), Is.All.Not.Empty);
            Assert.That(definition.Citations, Has.Some.Matches<Citation>(c => c!.Doi is not null || c.Url is not null));
            Assert.That(definition.Citations.Where(c => c.Doi is not null).Select(c => c.Doi), Is.All.StartsWith("10."));
            Assert.That(definition.Licence.Holder, Is.Not.Null.And.Not.Empty);
            Assert.That(definition.Licence.Terms, Is.Not.Empty);
            Assert.That(definition.Licence.Note, Is.Not.Null.And.Not.Empty);
            Assert.That(definition.Notes, Is.Not.Null.And.Not.Empty);
            Assert.That(document.Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(stream))));
            Assert.That(document.Sha256, Does.Match("^[0-9a-f]{64}$"));
        }
    }

    [TestCaseSource(nameof(Ids))]
    public void Scales_beside_the_total_share_out_its_items(string id)
    {
        var scales = InstrumentLibrary.Shipped.Find(id)!.Instrument.Scales;
        var parts = scales.Where(s => !s.IsTotal).SelectMany(s => s.Items).ToList();
        Assert.That(parts, Is.Empty.Or.EquivalentTo(scales.Single(s => s.IsTotal).Items));
    }

    [Test]
    public void Hashes_differ() => Assert.That(InstrumentLibrary.Shipped.All.Select(d => d.Sha256), Is.Unique);

    [TestCase("wai-sr", true)]
    [TestCase("wai-36", true)]
    [TestCase("wai-s", true)]
    [TestCase("alliance-check", true)]
    [TestCase("wai-srt-10", false)]
    [TestCase("srs", false)]
    [TestCase("haq-ii", false)]
    public void The_total_is_the_mean_of_the_scales_for_bond_goal_and_task_alone(string id, bool expected) =>
        Assert.That(InstrumentLibrary.Shipped.Find(id)!.Instrument.TotalIsMeanOfScales, Is.EqualTo(expected));

    [TestCase("srs", "720482000", 13, null)]
    [TestCase("csrs", "718762000", 6, 12)]
    [TestCase("gsrs", "718441000", null, null)]
    [TestCase("cgsrs", "718431003", null, null)]
    public void Session_rating_scales_carry_their_code_and_ages(string id, string code, int? from, int? to)
    {
        var definition = InstrumentLibrary.Shipped.Find(id)!.Definition;
        var snomed = ReferenceForms.Form(id == "srs" ? "srs-v3" : id).GetProperty("codes").GetProperty("snomed").GetProperty("current").GetString();
        Assert.That(definition.Codes!.Single().Code, Is.EqualTo(code).And.EqualTo(snomed));
        Assert.That(definition.Codes!.Single().System, Is.EqualTo("http://snomed.info/sct"));
        Assert.That((definition.AgeFrom, definition.AgeTo), Is.EqualTo((from, to)));
    }

    [Test]
    public void The_form_with_words_says_that_it_is_not_validated()
    {
        var definition = InstrumentLibrary.Shipped.Find("alliance-check")!.Definition;
        Assert.That(definition.Notes, Has.Some.StartsWith("Not validated."));
        Assert.That(definition.Licence.Terms, Is.EqualTo("CC0 1.0"));
    }

    [Test]
    public void Raters_who_share_a_form_are_paired_item_by_item()
    {
        foreach (var document in InstrumentLibrary.Shipped.All.Where(d => d.Instrument.Raters.Length > 1))
        {
            var paired = document.Definition.PairedForm!;
            Assert.That((paired.Instrument, paired.Rule, paired.Items), Is.EqualTo((document.Instrument.Id, PairedForm.SameItemNumber, (IReadOnlyList<PairedItem>?)null)));
        }
    }

    [Test]
    public void A_form_of_one_rater_has_a_paired_form_only_where_items_are_known_to_be_shared() =>
        Assert.That(
            InstrumentLibrary.Shipped.All.Where(d => d.Instrument.Raters.Length == 1 && d.Definition.PairedForm is not null).Select(d => d.Instrument.Id),
            Is.EqualTo(new[] { "wai-srt-10" }));
}
