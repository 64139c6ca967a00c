using System.Globalization;
using System.Net;
using System.Text;
using Alliance.Measurement.Instruments;

namespace AllianceApi.Invitations;

/// <summary>Writes the client's pages. Every text from outside is encoded; nothing is inline, so that the strict policy holds.</summary>
internal static class FormHtml
{
    private const int MostChoices = 11;

    /// <summary>The form, with what was sent before where it has to be looked through again.</summary>
    public static string Form(OpenedForm form, string? notice, IReadOnlyDictionary<string, string> sent, bool isPreview = false)
    {
        var (texts, invitation) = (FormTexts.For(form.Invitation.Language), form.Invitation);
        var promise = Visibility.Promise.Of(form.Policy).Packed.ToString(CultureInfo.InvariantCulture);
        var body = new StringBuilder()
            .Append(Wording(invitation.Language, texts, "h1", null, form.Wording.Title))
            .Append(notice is null ? "" : $"<p class=\"notice\" role=\"alert\">{Text(notice)}</p>")
            .Append("<section class=\"promise\"><h2>").Append(Text(texts["who"])).Append("</h2><ul>")
            .AppendJoin("", PromiseWords.Of(form.Policy, texts).Select(w => $"<li>{Text(w)}</li>"))
            .Append("</ul></section>")
            .Append(Wording(invitation.Language, texts, "p", "instructions", form.Wording.Instructions))
            .Append("<p class=\"small\">").Append(Text(texts["mayskip"])).Append("</p>")
            .Append(CultureInfo.InvariantCulture, $"<form method=\"post\" id=\"form\" autocomplete=\"off\" novalidate data-draft=\"{invitation.InvitationId}\" data-answered=\"{Text(texts["answered"])}\" data-offline=\"{Text(texts["offline"])}\" data-sending=\"{Text(texts["sending"])}\" data-slide=\"{Text(texts["slide"])}\">")
            .Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"promise\" value=\"{promise}\"><input type=\"hidden\" name=\"duration\" id=\"duration\" value=\"\">")
            .AppendJoin("", Enumerable.Range(1, form.Form.Instrument.Items.Count).Select(n => Item(form, texts, n, sent.GetValueOrDefault(FieldOf(n)) ?? "")))
            .Append("<p id=\"progress\" class=\"small\" role=\"status\"></p><p id=\"state\" class=\"notice\" role=\"alert\" hidden></p>")
            .Append(isPreview ? "" : $"<p><button type=\"submit\">{Text(texts["send"])}</button></p>")
            .Append("<p class=\"small\" id=\"draft\" hidden>").Append(Text(texts["draft"])).Append("</p></form>");
        return Page(texts, form.Wording.Title, body.ToString(), isPreview ? "" : "<script type=\"module\" src=\"/pages/form.js\"></script>", texts["skip"]);
    }

    /// <summary>A page that says one thing.</summary>
    public static string Plain(FormTexts texts, string title, IEnumerable<string> paragraphs, string? done = null, string more = "") =>
        Page(texts, title, $"<h1>{Text(title)}</h1>{string.Concat(paragraphs.Select(p => $"<p>{Text(p)}</p>"))}{more}", done is null ? "" : $"<script type=\"module\" src=\"/pages/form.js\" data-done=\"{done}\"></script>", null);

    public static string FieldOf(int item) => string.Create(CultureInfo.InvariantCulture, $"a{item}");

    public static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Page(FormTexts texts, string title, string body, string scripts, string? skip) =>
        $"<!doctype html><html lang=\"{texts.Language}\" dir=\"{texts["dir"]}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">" +
        $"<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\"><title>{Text(title)}</title><link rel=\"icon\" href=\"/pages/mark.svg\" type=\"image/svg+xml\">" +
        $"<link rel=\"stylesheet\" href=\"/pages/form.css\">{scripts}</head><body>{(skip is null ? "" : $"<a class=\"skip\" href=\"#form\">{Text(skip)}</a>")}<main>{body}</main></body></html>";

    // The form may be in a language that the page around it does not speak.
    private static string Wording(string language, FormTexts texts, string element, string? type, string text) =>
        $"<{element}{(type is null ? "" : $" class=\"{type}\"")}{Lang(language, texts)}>{Text(text)}</{element}>";

    private static string Lang(string language, FormTexts texts) =>
        language.Split('-')[0].Equals(texts.Language, StringComparison.OrdinalIgnoreCase) ? "" : $" lang=\"{Text(language)}\" dir=\"{FormTexts.DirectionOf(language)}\"";

    private static string Item(OpenedForm form, FormTexts texts, int number, string sent)
    {
        var items = form.Form.Instrument.Items;
        var key = number.ToString(CultureInfo.InvariantCulture);
        var sentence = form.Wording.ItemsFor(form.Invitation.Rater)[key];
        return (items.Maximum - items.Minimum) / items.Step < MostChoices
            ? Choices(form, texts, number, sentence, sent, items)
            : Line(form, texts, number, sentence, sent, items);
    }

    private static string Choices(OpenedForm form, FormTexts texts, int number, string sentence, string sent, ItemFormat items)
    {
        var (field, lang) = (FieldOf(number), Lang(form.Invitation.Language, texts));
        var html = new StringBuilder($"<fieldset><legend{lang}><span class=\"number\">{number}</span> {Text(sentence)}</legend><div class=\"choices\">");
        for (var step = 0; items.Minimum + (step * items.Step) <= items.Maximum + 1e-9; step++)
        {
            var value = Number(items.Minimum + (step * items.Step));
            var anchor = form.Wording.Anchors.GetValueOrDefault(value);
            html.Append(CultureInfo.InvariantCulture, $"<label><input type=\"radio\" name=\"{field}\" value=\"{value}\"{(sent == value ? " checked" : "")}><span class=\"choice\"><b>{value}</b>")
                .Append(anchor is null ? "" : $" <span{lang}>{Text(anchor)}</span>").Append("</span></label>");
        }

        return html.Append(CultureInfo.InvariantCulture, $"<label class=\"skip-choice\"><input type=\"radio\" name=\"{field}\" value=\"\"><span class=\"choice\">{Text(texts["noanswer"])}</span></label></div></fieldset>").ToString();
    }

    // Without script a number is typed; script puts a line to mark beside it. A line alone could not be left unanswered.
    private static string Line(OpenedForm form, FormTexts texts, int number, string sentence, string sent, ItemFormat items)
    {
        var (field, lang) = (FieldOf(number), Lang(form.Invitation.Language, texts));
        var (least, most) = (Number(items.Minimum), Number(items.Maximum));
        return $"<fieldset class=\"line\"><legend{lang}><span class=\"number\">{number}</span> {Text(sentence)}</legend><div class=\"ends\"><span{lang}>{Text(form.Wording.Anchors.GetValueOrDefault(least) ?? least)}</span>" +
            $"<span{lang}>{Text(form.Wording.Anchors.GetValueOrDefault(most) ?? most)}</span></div><p><label for=\"{field}\">{Text(texts.With("value", least, most))}</label> " +
            $"<input type=\"number\" inputmode=\"decimal\" id=\"{field}\" name=\"{field}\" min=\"{least}\" max=\"{most}\" step=\"{Number(items.Step)}\" value=\"{Text(sent)}\"></p></fieldset>";
    }

    private static string Number(double value) => Math.Round(value, 6).ToString(CultureInfo.InvariantCulture);
}
