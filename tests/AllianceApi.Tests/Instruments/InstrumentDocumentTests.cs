using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Alliance.Measurement.Instruments;
using AllianceApi.Instruments;

namespace AllianceApi.Tests.Instruments;

internal sealed class InstrumentDocumentTests
{
    [Test]
    public void A_posted_instrument_becomes_its_definition()
    {
        var document = InstrumentDocument.From(Submissions.Read(Submissions.Example));
        var instrument = document.Instrument;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((instrument.Id, instrument.Version, instrument.Name), Is.EqualTo(("own-9", "1", "Our nine")));
            Assert.That(instrument.Raters, Is.EqualTo(new[] { Rater.Client }));
            Assert.That((instrument.Items.Count, instrument.Items.Minimum, instrument.Items.Maximum, instrument.Items.Step), Is.EqualTo((9, 1.0, 5.0, 1.0)));
            Assert.That(instrument.Items.Reversed, Is.EqualTo(new[] { 4 }));
            Assert.That(instrument.Scales.Select(s => s.Name), Is.EqualTo(new[] { "bond", "total" }));
            Assert.That(instrument.Scales[0].Items, Is.EqualTo(new[] { 1, 2, 3 }));
            Assert.That(instrument.MinimumShare, Is.EqualTo(0.75));
            Assert.That(instrument.Metric, Is.EqualTo(Metric.Mean));
            Assert.That(instrument.Parameters["total"].StandardError, Is.EqualTo(0.2));
            Assert.That(instrument.Parameters["total"].ObservationVariance, Is.EqualTo(0.09));
            Assert.That(instrument.Parameters["total"].Source, Is.EqualTo("Our clinic, 2025"));
            Assert.That(document.Definition.Citations, Is.EqualTo(new[] { new Citation("Our clinic (2025).") }));
            Assert.That(document.Definition.Licence, Is.EqualTo(new Licence("Our own.")));
        }
    }

    [Test]
    public void What_a_submission_may_leave_out_has_its_default()
    {
        var submission = Submissions.Read(Submissions.Example) with
        {
            Items = new SubmittedItems(9, 1, 5),
            Missing = null,
            Parameters = null,
            Metric = "sum",
        };
        var instrument = InstrumentDocument.From(submission).Instrument;
        Assert.That((instrument.Items.Step, instrument.Items.Reversed.Length, instrument.MinimumShare, instrument.Metric), Is.EqualTo((1.0, 0, 0.75, Metric.Sum)));
    }

    [Test]
    public void The_same_instrument_has_the_same_hash_however_it_was_written()
    {
        var plain = InstrumentDocument.From(Submissions.Read(Submissions.Example));
        var other = Submissions.Read(
            """
            {"licence": "Our own.", "citation": "Our clinic (2025).", "metric": "mean", "version": "1", "id": "own-9", "name": "Our n\u0069ne",
             "scales": [{"items": [3, 2, 1], "scale": "bond"}, {"scale": "total", "items": [9, 8, 7, 6, 5, 4, 3, 2, 1]}], "raters": ["client"],
             "items": {"max": 5.0, "min": 1e0, "count": 9, "reversed": [4]},
             "parameters": {"total": {"source": "Our clinic, 2025", "sem": 0.20, "r": 0.09}}}
            """);
        Assert.That(InstrumentDocument.From(other).Sha256, Is.EqualTo(plain.Sha256));
    }

    [Test]
    public void The_canonical_form_is_pinned()
    {
        var submission = Submissions.With("/missing/minimumShare", "0.5") with
        {
            Raters = ["therapist", "client"],
            Items = new SubmittedItems(3, 0, 10, 0.1, [3, 1]),
            Scales = [new SubmittedScale("total", [3, 1, 2])],
        };
        const string Expected =
            """
            {"id":"own-9","version":"1","name":"Our nine","raters":["client","therapist"],
            "items":{"count":3,"min":0,"max":10,"step":0.1,"reversed":[1,3]},
            "scales":[{"scale":"total","items":[1,2,3]}],"missing":{"minimumShare":0.5},"metric":"mean",
            "citations":[{"text":"Our clinic (2025)."}],"licence":{"terms":"Our own."},
            "parameters":{"total":{"sem":0.2,"source":"Our clinic, 2025","r":0.09}}}
            """;
        var canonical = Encoding.UTF8.GetString(InstrumentDocument.From(submission).Utf8.Span);
        Assert.That(canonical, Is.EqualTo(Expected.Replace("\n", string.Empty, StringComparison.Ordinal)));
    }

    [Test]
    public void Parameters_are_written_in_the_order_of_their_names()
    {
        SubmittedParameters stated = new(0.2, null, "x");
        string HashOf(params string[] names) => InstrumentDocument.From(
            Submissions.Read(Submissions.Example) with { Parameters = names.ToDictionary(n => n, _ => (SubmittedParameters?)stated) }).Sha256;
        Assert.That(HashOf("total", "bond"), Is.EqualTo(HashOf("bond", "total")));
        Assert.That(HashOf("total"), Is.Not.EqualTo(HashOf("bond", "total")));
    }

    [Test]
    public void Another_key_is_another_hash()
    {
        var plain = InstrumentDocument.From(Submissions.Read(Submissions.Example)).Sha256;
        Assert.That(InstrumentDocument.From(Submissions.With("/items/reversed", "[5]")).Sha256, Is.Not.EqualTo(plain));
    }

    [Test]
    public void The_canonical_bytes_read_back_as_the_same_instrument()
    {
        var posted = InstrumentDocument.From(Submissions.With("/name", "\"Größe & <Nähe>\""));
        var stored = InstrumentDocument.Read(posted.Utf8);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored.Sha256, Is.EqualTo(posted.Sha256));
            Assert.That(stored.Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(posted.Utf8.Span))));
            Assert.That(Encoding.UTF8.GetString(posted.Utf8.Span), Does.Contain("Größe & <Nähe>").And.Not.Contain("null"));
            Assert.That(JsonSerializer.SerializeToUtf8Bytes(stored.Definition, InstrumentDefinition.Json), Is.EqualTo(posted.Utf8.ToArray()));
        }
    }

    [Test]
    public void A_submission_with_faults_makes_no_document() =>
        Assert.That(() => InstrumentDocument.From(Submissions.With("/items/count", "0")), Throws.ArgumentException.With.Message.Contains("/items/count"));

    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("[]")]
    public void What_is_no_definition_is_refused(string json) =>
        Assert.That(() => InstrumentDocument.Read(Encoding.UTF8.GetBytes(json)), Throws.InstanceOf<JsonException>());

    [TestCase("\"metric\":\"mean\"", "\"metric\":\"Mean\"", false)]
    [TestCase("\"metric\":\"mean\"", "\"metric\":0", true)]
    [TestCase("\"metric\":\"mean\"", "\"metric\":\"mean\",\"extra\":1", true)]
    [TestCase("\"metric\":\"mean\"", "\"metric\":\"mean\",\"metric\":\"mean\"", true)]
    [TestCase("\"metric\":\"mean\"", "\"Metric\":\"mean\"", true)]
    [TestCase("\"count\":9", "\"count\":\"9\"", true)]
    [TestCase("\"name\":\"Our nine\"", "\"name\":null", true)]
    public void Reading_is_strict(string member, string replacement, bool refused)
    {
        var json = Encoding.UTF8.GetString(InstrumentDocument.From(Submissions.Read(Submissions.Example)).Utf8.Span);
        Assert.That(json, Does.Contain(member));
        var changed = Encoding.UTF8.GetBytes(json.Replace(member, replacement, StringComparison.Ordinal));
        Assert.That(() => InstrumentDocument.Read(changed), refused ? Throws.InstanceOf<JsonException>() : Throws.Nothing);
    }

    [Test]
    public void A_definition_that_contradicts_itself_is_refused()
    {
        var json = Encoding.UTF8.GetString(InstrumentDocument.From(Submissions.Read(Submissions.Example)).Utf8.Span);
        var changed = Encoding.UTF8.GetBytes(json.Replace("\"count\":9", "\"count\":8", StringComparison.Ordinal));
        Assert.That(() => InstrumentDocument.Read(changed), Throws.ArgumentException);
    }
}
