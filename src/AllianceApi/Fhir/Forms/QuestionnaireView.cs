using System.Globalization;
using AllianceApi.Instruments;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Forms;

/// <summary>An instrument as a Questionnaire: with the wording that is attached, else with neutral texts.</summary>
internal static class QuestionnaireView
{
    // What comes with the service was last changed with it.
    public static readonly DateTimeOffset Shipped = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static Questionnaire Of(FhirContext context, InstrumentForm form)
    {
        var (view, wording) = (form.View, form.Wording);
        var questionnaire = new Questionnaire
        {
            Id = FormNames.IdOf(form),
            Meta = new Meta { VersionId = view.Sha256[..16], LastUpdated = form.RecordedAt ?? Shipped },
            Language = form.Language,
            Url = FormNames.UrlOf(context, view.Id),
            Identifier = [new Identifier("urn:alliance:instrument", view.Id)],
            Version = view.Version,
            Name = string.Concat(view.Id.Split('-', '.', '_', '~').Where(p => p.Length > 0).Select(p => char.ToUpperInvariant(p[0]) + p[1..])) is var name && char.IsAsciiLetter(name[0]) ? name : "Form" + name,
            Title = wording?.Title ?? view.Name,
            Status = PublicationStatus.Active,
            SubjectType = [ResourceType.Patient],
            Description = wording?.Instructions ?? string.Join(" ", view.Citations.Select(c => c.Text)),
            Purpose = string.Join(" ", view.Citations.Select(c => c.Text)),
            Copyright = string.Join(" ", new[] { view.Licence.Terms, view.Licence.Holder, view.Licence.Note }.OfType<string>()),
            Item = [.. view.Items.Select(i => Item(context, view, wording, i)), .. view.Scales.Select(s => ScoreItem(context, view, s))],
        };
        questionnaire.Extension.AddRange(view.Raters.Select(r => new Extension(Codes.Extension(context, "alliance-rater"), new Code(r))));
        questionnaire.Extension.Add(new Extension(Codes.Extension(context, "alliance-minimum-share"), new FhirDecimal(Codes.Exactly(view.Missing.MinimumShare))));
        return questionnaire;
    }

    /// <summary>Whether the values of an item are whole numbers.</summary>
    public static bool IsWhole(ItemView item) => double.IsInteger(item.Min) && double.IsInteger(item.Step);

    public static string LinkId(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Questionnaire.ItemComponent Item(FhirContext context, InstrumentView view, InstrumentWording? wording, ItemView item)
    {
        var link = LinkId(item.Number);
        var texts = view.Raters is ["therapist"] ? wording?.ItemsTherapist ?? wording?.Items : wording?.Items;
        var component = new Questionnaire.ItemComponent
        {
            LinkId = link,
            Prefix = link,
            Text = texts?.GetValueOrDefault(link) ?? $"Item {link}",
            Type = IsWhole(item) ? Questionnaire.QuestionnaireItemType.Integer : Questionnaire.QuestionnaireItemType.Decimal,
            Required = false,
            Repeats = false,
            Extension = [new Extension(Codes.MinValue, Number(item, item.Min)), new Extension(Codes.MaxValue, Number(item, item.Max))],
        };
        if (!IsWhole(item))
        {
            component.Extension.Add(new Extension(Codes.MaxDecimals, new Integer(Decimals(item))));
        }

        if (wording is { Anchors.Count: > 0 })
        {
            component.Extension.Add(new Extension(Codes.EntryFormat, new FhirString(string.Join(", ", wording.Anchors.Select(a => $"{a.Key} = {a.Value}")))));
        }

        if (item.Reversed)
        {
            component.Extension.Add(new Extension(Codes.Extension(context, "alliance-reversed"), new FhirBoolean(true)));
        }

        return component;
    }

    private static Questionnaire.ItemComponent ScoreItem(FhirContext context, InstrumentView view, ScaleView scale)
    {
        var code = Codes.Measure(context, view, view.Raters[0], scale.Scale);
        var keyed = new Extension { Url = Codes.Extension(context, "alliance-scale") };
        keyed.Extension.AddRange(scale.Items.Select(i => new Extension("item", new FhirString(LinkId(i)))));
        return new Questionnaire.ItemComponent
        {
            LinkId = Codes.ScoreLink + scale.Scale,
            Text = $"Score: {scale.Scale}",
            Type = Questionnaire.QuestionnaireItemType.Decimal,
            ReadOnly = true,
            Code = [.. code.Coding.Skip(1).Take(1)],
            Extension =
            [
                new Extension(Codes.ObservationExtract, new FhirBoolean(true)),
                new Extension(Codes.QuestionnaireUnit, new Coding(Codes.Units, "{score}", "score")),
                new Extension(Codes.CalculatedExpression, new Expression { Language = "text/fhirpath", Expression_ = ScoreExpression.Of(view, scale) }),
                keyed,
            ],
        };
    }

    private static DataType Number(ItemView item, double value) => IsWhole(item) ? new Integer((int)value) : new FhirDecimal(Codes.Exactly(value));

    private static int Decimals(ItemView item)
    {
        var text = item.Step.ToString("0.##########", CultureInfo.InvariantCulture);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : text.Length - point - 1;
    }
}
