using AllianceApi.Instruments;

namespace AllianceApi.Tests.Instruments;

internal sealed class InstrumentRulesTests
{
    [Test]
    public void The_example_of_the_contract_has_no_fault() =>
        Assert.That(InstrumentRules.FaultsOf(Submissions.Read(Submissions.Example)), Is.Empty);

    [TestCase("/missing", null)]
    [TestCase("/parameters", null)]
    [TestCase("/parameters", "{}")]
    [TestCase("/parameters/total/r", null)]
    [TestCase("/parameters/total/r", "0.04000000000000001")]
    [TestCase("/parameters/total/sem", "0")]
    [TestCase("/items/reversed", null)]
    [TestCase("/items/reversed", "[]")]
    [TestCase("/items/reversed", "[9, 1]")]
    [TestCase("/items/step", null)]
    [TestCase("/items/step", "0.1")]
    [TestCase("/items/step", "4")]
    [TestCase("/items/min", "-99995")]
    [TestCase("/items/count", "200")]
    [TestCase("/metric", "\"sum\"")]
    [TestCase("/metric", "\"mean\"")]
    [TestCase("/missing/minimumShare", "1")]
    [TestCase("/missing/minimumShare", "0.01")]
    [TestCase("/raters", "[\"observer\", \"therapist\", \"client\"]")]
    [TestCase("/id", "\"A.z_0~9-\"")]
    [TestCase("/id", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")]
    [TestCase("/scales/0/scale", "\"a\"")]
    [TestCase("/scales/0/scale", "\"aA0aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")]
    public void What_is_allowed_has_no_fault(string pointer, string? json) =>
        Assert.That(InstrumentRules.FaultsOf(Submissions.With(pointer, json)), Is.Empty);

    [TestCase("/id", null, "/id", "required")]
    [TestCase("/id", "\"\"", "/id", "required")]
    [TestCase("/id", "\"a b\"", "/id", "bad-format")]
    [TestCase("/id", "\"a\\n\"", "/id", "bad-format")]
    [TestCase("/id", "\"wai@1\"", "/id", "bad-format")]
    [TestCase("/id", "\"\u00e4\"", "/id", "bad-format")]
    [TestCase("/id", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", "/id", "bad-format")]
    [TestCase("/version", null, "/version", "required")]
    [TestCase("/version", "\"1/2\"", "/version", "bad-format")]
    [TestCase("/name", null, "/name", "required")]
    [TestCase("/name", "\"  \"", "/name", "required")]
    [TestCase("/raters", null, "/raters", "required")]
    [TestCase("/raters", "[]", "/raters", "required")]
    [TestCase("/raters", "[\"client\", \"Client\"]", "/raters/1", "unknown-value")]
    [TestCase("/raters", "[\"1\"]", "/raters/0", "unknown-value")]
    [TestCase("/raters/0", null, "/raters/0", "unknown-value")]
    [TestCase("/raters", "[\"client\", \"client\"]", "/raters/1", "duplicate")]
    [TestCase("/items", null, "/items", "required")]
    [TestCase("/items/count", null, "/items/count", "required")]
    [TestCase("/items/count", "0", "/items/count", "out-of-range")]
    [TestCase("/items/count", "201", "/items/count", "out-of-range")]
    [TestCase("/items/min", null, "/items/min", "required")]
    [TestCase("/items/max", null, "/items/max", "required")]
    [TestCase("/items/max", "1", "/items/max", "out-of-range")]
    [TestCase("/items/max", "0", "/items/max", "out-of-range")]
    [TestCase("/items/max", "1000001", "/items/max", "out-of-range")]
    [TestCase("/items/max", "1e999", "/items/max", "out-of-range")]
    [TestCase("/items/min", "-1000001", "/items/min", "out-of-range")]
    [TestCase("/items/step", "0", "/items/step", "out-of-range")]
    [TestCase("/items/step", "-1", "/items/step", "out-of-range")]
    [TestCase("/items/step", "1e999", "/items/step", "out-of-range")]
    [TestCase("/items/step", "3", "/items/step", "out-of-range")]
    [TestCase("/items/step", "5", "/items/step", "out-of-range")]
    [TestCase("/items/min", "-99996", "/items/step", "out-of-range")]
    [TestCase("/items/step", "0.00001", "/items/step", "out-of-range")]
    [TestCase("/items/reversed", "[1, 0]", "/items/reversed/1", "out-of-range")]
    [TestCase("/items/reversed", "[10]", "/items/reversed/0", "out-of-range")]
    [TestCase("/items/reversed", "[4, 5, 4]", "/items/reversed/2", "duplicate")]
    [TestCase("/scales", null, "/scales", "required")]
    [TestCase("/scales", "[]", "/scales", "required")]
    [TestCase("/scales/0/scale", null, "/scales/0/scale", "required")]
    [TestCase("/scales/0/scale", "\"Bond\"", "/scales/0/scale", "bad-format")]
    [TestCase("/scales/0/scale", "\"bond-1\"", "/scales/0/scale", "bad-format")]
    [TestCase("/scales/0/scale", "\"bond\u00df\"", "/scales/0/scale", "bad-format")]
    [TestCase("/scales/0/scale", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", "/scales/0/scale", "bad-format")]
    [TestCase("/scales/0/scale", "\"total\"", "/scales/1/scale", "duplicate")]
    [TestCase("/scales/0/items", null, "/scales/0/items", "required")]
    [TestCase("/scales/0/items", "[]", "/scales/0/items", "required")]
    [TestCase("/scales/0/items", "[1, 10]", "/scales/0/items/1", "out-of-range")]
    [TestCase("/scales/0/items", "[0, 1]", "/scales/0/items/0", "out-of-range")]
    [TestCase("/scales/0/items", "[1, 1]", "/scales/0/items/1", "duplicate")]
    [TestCase("/missing", "{}", "/missing/minimumShare", "required")]
    [TestCase("/missing/minimumShare", "0", "/missing/minimumShare", "out-of-range")]
    [TestCase("/missing/minimumShare", "1.01", "/missing/minimumShare", "out-of-range")]
    [TestCase("/metric", "\"Sum\"", "/metric", "unknown-value")]
    [TestCase("/parameters", "{\"goal\": {\"sem\": 0.2, \"source\": \"x\"}}", "/parameters/goal", "unknown-value")]
    [TestCase("/parameters", "{\"a/b~c\": {\"sem\": 0.2, \"source\": \"x\"}}", "/parameters/a~1b~0c", "unknown-value")]
    [TestCase("/parameters", "{\"total\": null}", "/parameters/total", "required")]
    [TestCase("/parameters/total/sem", null, "/parameters/total/sem", "required")]
    [TestCase("/parameters/total/sem", "-0.1", "/parameters/total/sem", "out-of-range")]
    [TestCase("/parameters/total/sem", "1e999", "/parameters/total/sem", "out-of-range")]
    [TestCase("/parameters/total/r", "0.039", "/parameters/total/r", "out-of-range")]
    [TestCase("/parameters/total/r", "1e999", "/parameters/total/r", "out-of-range")]
    [TestCase("/parameters/total", "{\"sem\": 0, \"r\": 0, \"source\": \"x\"}", "/parameters/total/r", "out-of-range")]
    [TestCase("/parameters/total/source", null, "/parameters/total/source", "required")]
    [TestCase("/parameters/total/source", "\" \"", "/parameters/total/source", "required")]
    [TestCase("/citation", null, "/citation", "required")]
    [TestCase("/licence", "\"\"", "/licence", "required")]
    public void One_thing_wrong_is_one_fault_at_its_place(string pointer, string? json, string expectedPointer, string expectedCode)
    {
        var faults = InstrumentRules.FaultsOf(Submissions.With(pointer, json));
        Assert.That(faults.Select(f => (f.Pointer, f.Code)), Is.EqualTo(new[] { (expectedPointer, expectedCode) }));
        Assert.That(faults.Single().Message, Is.Not.Empty);
    }

    [TestCase("/scales/0", "/scales/0/scale", "/scales/0/items")]
    [TestCase("/items/count", "/items/count")]
    public void A_null_in_a_list_or_an_unknown_count_does_not_hide_the_rest(string pointer, params string[] expected) =>
        Assert.That(InstrumentRules.FaultsOf(Submissions.With(pointer, null)).Select(f => f.Pointer), Is.EqualTo(expected));

    [Test]
    public void Where_the_count_is_wrong_items_are_held_to_the_greatest_possible_one()
    {
        var submission = Submissions.With("/items/count", "999") with { Scales = [new SubmittedScale("total", [200, 201])] };
        Assert.That(InstrumentRules.FaultsOf(submission with { Parameters = null }).Select(f => f.Pointer),
            Is.EqualTo(new[] { "/items/count", "/scales/0/items/1" }));
    }

    [TestCase(1, 2)]
    [TestCase(200, 201)]
    public void The_least_and_the_greatest_form_are_forms(int count, int beyond)
    {
        var submission = Submissions.Read(Submissions.Example) with
        {
            Items = new SubmittedItems(count, -1_000_000, 1_000_000, 20, [count, beyond]),
            Scales = [new SubmittedScale("total", [1, beyond])],
        };
        Assert.That(InstrumentRules.FaultsOf(submission).Select(f => f.Pointer), Is.EqualTo(new[] { "/items/reversed/1", "/scales/0/items/1" }));
        Assert.That(InstrumentRules.FaultsOf(submission)[0].Message, Is.EqualTo($"Items are numbered 1 to {count}; {beyond} is none of them."));
    }

    [Test]
    public void An_empty_body_names_all_that_is_required() =>
        Assert.That(InstrumentRules.FaultsOf(new InstrumentSubmission()).Select(f => (f.Pointer, f.Code)), Is.EqualTo(new[]
        {
            ("/id", "required"), ("/version", "required"), ("/name", "required"), ("/raters", "required"), ("/items", "required"),
            ("/scales", "required"), ("/citation", "required"), ("/licence", "required"),
        }));

    [Test]
    public void All_faults_come_at_once()
    {
        var submission = Submissions.With("/items", """{"count": 9, "min": 5, "max": 1, "step": -1, "reversed": [0, 12]}""") with { Id = "a b", Licence = " " };
        Assert.That(InstrumentRules.FaultsOf(submission).Select(f => f.Pointer),
            Is.EqualTo(new[] { "/id", "/items/step", "/items/max", "/items/reversed/0", "/items/reversed/1", "/licence" }));
    }

    [TestCase(InstrumentRules.MaximumName, true)]
    [TestCase(InstrumentRules.MaximumName + 1, false)]
    public void A_name_has_a_greatest_length(int length, bool allowed) =>
        Assert.That(CodesOf(Submissions.Read(Submissions.Example) with { Name = new string('n', length) }), Is.EqualTo(allowed ? [] : new[] { "bad-format" }));

    [TestCase(InstrumentRules.MaximumText, true)]
    [TestCase(InstrumentRules.MaximumText + 1, false)]
    public void A_text_has_a_greatest_length(int length, bool allowed)
    {
        var text = new string('t', length);
        var submission = Submissions.Read(Submissions.Example) with { Citation = text, Licence = text };
        Assert.That(CodesOf(submission), Is.EqualTo(allowed ? [] : new[] { "bad-format", "bad-format" }));
    }

    [TestCase(InstrumentRules.MaximumScales, true)]
    [TestCase(InstrumentRules.MaximumScales + 1, false)]
    public void There_is_a_greatest_number_of_scales(int count, bool allowed)
    {
        var scales = Enumerable.Range(0, count).Select(i => new SubmittedScale($"s{i}", [1])).ToList();
        var submission = Submissions.With("/parameters", null) with { Scales = scales };
        Assert.That(InstrumentRules.FaultsOf(submission).Select(f => f.Pointer), Is.EqualTo(allowed ? [] : new[] { "/scales" }));
        Assert.That(InstrumentRules.FaultsOf(submission).Select(f => f.Message), Is.All.Contains("at most 50"));
    }

    /// <summary>The rules are complete when nothing that passes them makes the types themselves refuse.</summary>
    [TestCase("/items/max", "5.5", "0.5")]
    [TestCase("/items/max", "1.3", "0.1")]
    public void What_passes_the_rules_makes_an_instrument(string pointer, string json, string step)
    {
        var submission = Submissions.With(pointer, json);
        submission = submission with { Items = submission.Items! with { Step = double.Parse(step) } };
        Assert.That(InstrumentRules.FaultsOf(submission), Is.Empty);
        Assert.That(InstrumentDocument.From(submission).Instrument.Items.Step, Is.EqualTo(double.Parse(step)));
    }

    private static IEnumerable<string> CodesOf(InstrumentSubmission submission) => InstrumentRules.FaultsOf(submission).Select(f => f.Code);
}
