using System.Globalization;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;
using AllianceApi.Fhir.Forms;
using AllianceApi.Instruments;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.Responses;

/// <summary>Reads the items of a QuestionnaireResponse against the form that it answers, with everything that is wrong and where.</summary>
internal sealed class FormReading
{
    private const double Tolerance = 1e-6;
    private readonly InstrumentView _view;
    private readonly ItemFormat _format;
    private readonly List<FhirIssue> _issues;
    private readonly Dictionary<string, double> _answers = new(StringComparer.Ordinal);
    private readonly List<(string Scale, double Value, string At)> _scores = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private FormReading(InstrumentView view, List<FhirIssue> issues) => (_view, _format, _issues) = (view, Format(view), issues);

    /// <summary>The answers by item number.</summary>
    /// <param name="view">The form.</param>
    /// <param name="sent">What was sent.</param>
    /// <param name="differing">How scores that are not ours are told of.</param>
    /// <param name="issues">Where what is wrong is added.</param>
    public static IReadOnlyDictionary<string, double> Read(InstrumentView view, QuestionnaireResponse sent, IssueSeverity differing, List<FhirIssue> issues)
    {
        var reading = new FormReading(view, issues);
        for (var i = 0; i < sent.Item.Count; i++)
        {
            reading.Item(sent.Item[i], string.Create(CultureInfo.InvariantCulture, $"QuestionnaireResponse.item[{i}]"), nested: false);
        }

        if (!issues.Exists(i => i.IsError))
        {
            reading.Judge(differing);
        }

        return reading._answers;
    }

    /// <summary>The scores that follow from answers that fit the form.</summary>
    public static ResponseScore Score(InstrumentView view, IReadOnlyDictionary<string, double> answers)
    {
        var format = Format(view);
        var stated = view.Parameters.Where(p => p.Value.Source != "fallback").ToDictionary(p => p.Key, p => new ScaleParameters(p.Value.Sem, p.Value.R, p.Value.Source), StringComparer.Ordinal);
        var metric = view.Metric == "sum" ? Metric.Sum : Metric.Mean;
        var instrument = new Instrument(view.Id, view.Version, view.Name, [Rater.Client], format, view.Scales.Select(s => new Scale(s.Scale, s.Items)), view.Missing.MinimumShare, metric, stated);
        Span<double> values = stackalloc double[format.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = answers.TryGetValue(QuestionnaireView.LinkId(i + 1), out var answer) ? answer : double.NaN;
        }

        return ResponseScore.Of(instrument, Answers.Of(format, (ReadOnlySpan<double>)values), null);
    }

    private void Item(QuestionnaireResponse.ItemComponent item, string at, bool nested)
    {
        var link = item.LinkId ?? "";
        var number = int.TryParse(link, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= _view.Items.Count && link[0] != '0' ? n : 0;
        var scale = link.StartsWith(Codes.ScoreLink, StringComparison.Ordinal) ? _view.Scales.FirstOrDefault(s => Codes.ScoreLink + s.Scale == link) : null;
        if (number == 0 && scale is null)
        {
            _issues.Add(FhirIssue.Error(IssueType.NotFound, $"The Questionnaire has no item with this linkId. Its rated items have 1 to {_view.Items.Count}.", $"{at}.linkId"));
        }
        else if (nested)
        {
            _issues.Add(FhirIssue.Error(IssueType.Structure, "The Questionnaire does not have this item here, but at its top.", at));
        }
        else if (!_seen.Add(link))
        {
            _issues.Add(FhirIssue.Error(IssueType.Structure, "This item stands more than once, and it does not repeat.", at));
        }
        else
        {
            Answer(item, at, number, scale);
        }

        for (var i = 0; i < item.Item.Count; i++)
        {
            Item(item.Item[i], string.Create(CultureInfo.InvariantCulture, $"{at}.item[{i}]"), nested: true);
        }
    }

    private void Answer(QuestionnaireResponse.ItemComponent item, string at, int number, ScaleView? scale)
    {
        if (item.Answer.Count > 1)
        {
            _issues.Add(FhirIssue.Error(IssueType.Structure, "This item takes one answer.", $"{at}.answer[1]"));
        }
        else if (item.Answer is [{ Value: { } value }])
        {
            Value(item.LinkId!, value, $"{at}.answer[0].value", number, scale);
        }

        for (var i = 0; i < (item.Answer.FirstOrDefault()?.Item.Count ?? 0); i++)
        {
            Item(item.Answer[0].Item[i], string.Create(CultureInfo.InvariantCulture, $"{at}.answer[0].item[{i}]"), nested: true);
        }
    }

    private void Value(string linkId, DataType value, string at, int number, ScaleView? scale)
    {
        double? given = value switch
        {
            Integer { Value: { } whole } => whole,
            FhirDecimal { Value: { } d } when scale is not null || !QuestionnaireView.IsWhole(_view.Items[number - 1]) => (double)d,
            Quantity { Value: { } q } when scale is not null => (double)q,
            _ => null,
        };
        if (given is not { } answer)
        {
            var type = scale is null && QuestionnaireView.IsWhole(_view.Items[number - 1]) ? "valueInteger" : "valueDecimal";
            _issues.Add(FhirIssue.Error(IssueType.Value, $"The answer must be a {type}.", at));
        }
        else if (scale is not null)
        {
            _scores.Add((scale.Scale, answer, at));
        }
        else if (!_format.Accepts(answer))
        {
            _issues.Add(FhirIssue.Error(IssueType.Invariant, string.Create(CultureInfo.InvariantCulture, $"An answer lies between {_format.Minimum} and {_format.Maximum} in steps of {_format.Step}."), at));
        }
        else
        {
            _answers[linkId] = answer;
        }
    }

    // Scores that come along are never trusted: they are computed here, and a difference is told.
    private void Judge(IssueSeverity differing)
    {
        var score = Score(_view, _answers);
        if (!score.CanBeScored)
        {
            _issues.Add(FhirIssue.Error(IssueType.BusinessRule, "Too few items are answered for any scale of this instrument.", "QuestionnaireResponse.item"));
        }

        foreach (var (scale, value, at) in _scores)
        {
            var ours = score.Of(scale) is { } s ? _view.Metric == "sum" ? s.Sum : s.Mean : null;
            if (ours is not { } expected || Math.Abs(expected - value) > Tolerance)
            {
                _issues.Add(new FhirIssue(differing, IssueType.BusinessRule, "This score is not the one that follows from the answers. Ours counts.", at));
            }
        }
    }

    private static ItemFormat Format(InstrumentView view) =>
        new(view.Items.Count, view.Items[0].Min, view.Items[0].Max, view.Items[0].Step, view.Items.Where(i => i.Reversed).Select(i => i.Number));
}
