using System.Text.Json;
using AllianceApi.Instruments;

namespace AllianceApi.Tests.Instruments;

internal sealed class InstrumentViewTests
{
    [Test]
    public void Shows_items_scales_and_the_rule()
    {
        var view = ViewOf("wai-s");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((view.Id, view.Version, view.Name, view.Metric), Is.EqualTo(("wai-s", "1989", "Working Alliance Inventory, Short Form", "mean")));
            Assert.That(view.Raters, Is.EqualTo(new[] { "client", "therapist" }));
            Assert.That(view.Items.Select(i => i.Number), Is.EqualTo(Enumerable.Range(1, 12)));
            Assert.That(view.Items.Where(i => i.Reversed).Select(i => i.Number), Is.EqualTo(new[] { 4, 10 }));
            Assert.That(view.Items[0], Is.EqualTo(new ItemView(1, 1, 7, 1, false)));
            Assert.That(view.Scales.Select(s => (s.Scale, s.AnswersNeeded)), Is.EqualTo(new[] { ("bond", 3), ("goal", 3), ("task", 3), ("total", 9) }));
            Assert.That(view.Scales[1].Items, Is.EqualTo(new[] { 4, 6, 10, 11 }));
            Assert.That(view.Missing.MinimumShare, Is.EqualTo(0.75));
            Assert.That(view.Sha256, Is.EqualTo(InstrumentLibrary.Shipped.Find("wai-s")!.Sha256));
        }
    }

    [Test]
    public void Shows_the_values_of_the_fallback_where_nothing_is_stated()
    {
        var parameters = ViewOf("wai-sr").Parameters;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(parameters.Keys, Is.EqualTo(new[] { "bond", "goal", "task", "total" }));
            Assert.That(parameters["total"].Sem, Is.EqualTo(0.18));
            Assert.That(parameters["total"].R, Is.EqualTo(0.075).Within(1e-15));
            Assert.That(parameters["bond"].Sem, Is.EqualTo(0.28));
            Assert.That(parameters["bond"].R, Is.EqualTo(0.121).Within(1e-15));
            Assert.That(parameters.Values.Select(p => p.Source), Is.All.EqualTo("fallback"));
        }
    }

    [Test]
    public void Shows_stated_parameters_with_their_source()
    {
        var view = InstrumentView.Of(InstrumentDocument.From(Submissions.Read(Submissions.Example)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.Parameters["total"], Is.EqualTo(new ParametersView(0.2, 0.09, "Our clinic, 2025")));
            Assert.That(view.Parameters["bond"].Source, Is.EqualTo("fallback"));
            Assert.That(view.PairedForm, Is.Null);
            Assert.That(view.PrintedColumns, Is.Empty);
            Assert.That(view.Codes, Is.Empty);
            Assert.That(view.Notes, Is.Empty);
            Assert.That(view.Citations.Single().Text, Is.EqualTo("Our clinic (2025)."));
            Assert.That(view.Licence.Terms, Is.EqualTo("Our own."));
        }
    }

    [Test]
    public void Shows_the_paired_form_the_codes_and_the_ages()
    {
        var paired = ViewOf("wai-srt-10").PairedForm!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((paired.Instrument, paired.Rater, paired.Rule, paired.Items.Count), Is.EqualTo(("wai-sr", "client", "sharedItems", 7)));
            Assert.That(paired.Note, Does.Contain("seven items"));
            Assert.That(ViewOf("wai-sr").PairedForm!.Rater, Is.Null);
            Assert.That(ViewOf("wai-sr").PairedForm!.Items, Is.Empty);
            Assert.That(ViewOf("wai-sr").PrintedColumns, Is.EqualTo(new[] { 2, 5, 6, 8, 10, 11 }));
            Assert.That(ViewOf("srs").Codes.Single().Display, Is.EqualTo("Session Rating Scale score"));
            Assert.That((ViewOf("csrs").AgeFrom, ViewOf("csrs").AgeTo), Is.EqualTo(((int?)6, (int?)12)));
            Assert.That(ViewOf("srs").Metric, Is.EqualTo("sum"));
            Assert.That(ViewOf("srs").Notes, Is.EqualTo(InstrumentLibrary.Shipped.Find("srs")!.Definition.Notes));
        }
    }

    [Test]
    public void Is_plain_json_with_the_members_of_the_contract()
    {
        var json = JsonSerializer.SerializeToElement(ViewOf("wai-srt-10"), JsonSerializerOptions.Web);
        using (Assert.EnterMultipleScope())
        {
            foreach (var member in new[] { "items", "scales", "missing", "pairedForm", "parameters", "citations", "licence", "sha256" })
            {
                Assert.That(json.TryGetProperty(member, out _), Is.True, member);
            }

            Assert.That(json.GetProperty("items")[0].EnumerateObject().Select(m => m.Name), Is.EqualTo(new[] { "number", "min", "max", "step", "reversed" }));
            Assert.That(json.GetProperty("pairedForm").GetProperty("items")[0].GetRawText(), Is.EqualTo("""{"item":4,"pairedItem":2}"""));
            Assert.That(json.GetProperty("parameters").GetProperty("goalTask").GetProperty("sem").GetDouble(), Is.EqualTo(0.28));
        }
    }

    private static InstrumentView ViewOf(string id) => InstrumentView.Of(InstrumentLibrary.Shipped.Find(id)!);
}
