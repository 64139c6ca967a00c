using AllianceApi.Episodes;
using AllianceApi.Fhir.Forms;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses;
using AllianceApi.Responses.Foreign;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.Responses;

/// <summary>A QuestionnaireResponse as our use cases take it.</summary>
/// <param name="EpisodeId">Where it belongs.</param>
/// <param name="Submission">What it says.</param>
/// <param name="Note">What is kept beside it.</param>
internal sealed record ReadSubmission(string EpisodeId, Submission Submission, ForeignNote Note);

/// <summary>Reads a QuestionnaireResponse: which form, whose, of which session, by whom, and the answers. Everything that is wrong is told at once.</summary>
internal sealed class SubmissionReading(FhirContext context, QuestionnaireResponse sent)
{
    private readonly List<FhirIssue> _issues = [];

    /// <summary>What was read; null where an issue forbids it.</summary>
    public static async System.Threading.Tasks.Task<(ReadSubmission? Submission, IReadOnlyList<FhirIssue> Issues)> Read(FhirContext context, QuestionnaireResponse sent)
    {
        var reading = new SubmissionReading(context, sent);
        var submission = await reading.Read();
        return (reading._issues.Exists(i => i.IsError) ? null : submission, reading._issues);
    }

    private async System.Threading.Tasks.Task<ReadSubmission?> Read()
    {
        if (sent.Status is not (QuestionnaireResponse.QuestionnaireResponseStatus.Completed or QuestionnaireResponse.QuestionnaireResponseStatus.Amended))
        {
            _issues.Add(FhirIssue.Error(IssueType.BusinessRule, "Send the response when it is completed. A stored one becomes entered-in-error by PUT.", "QuestionnaireResponse.status"));
        }

        var form = await Form();
        var clientId = await Subject();
        var author = await Author();
        var authored = Authored();
        CheckLinks();
        var answers = form is null ? null : FormReading.Read(form.View, sent, context.Names.RefusesOtherScores ? IssueSeverity.Error : IssueSeverity.Warning, _issues);
        var choice = new EpisodeChoice(context, sent, _issues);
        var (episode, number, visit) = clientId is null ? (null, null, null) : await choice.Of(clientId, author is { Kind: "clinician" } ? author.Id : null);
        var rater = form is null || episode is null ? null : await Rater(form.View, clientId!, episode);
        var isKnown = number is { } n && episode is not null && (await context.Send(new GetSession(context.Call, episode.EpisodeId, n))).Value is not null;
        if (authored is null && !isKnown && !_issues.Exists(i => i.Expression == "QuestionnaireResponse.authored"))
        {
            _issues.Add(FhirIssue.Error(IssueType.Required, "Say when it was answered: its session was then, unless an encounter names another.", "QuestionnaireResponse.authored"));
        }

        if (_issues.Exists(i => i.IsError) || form is null || episode is null || answers is null)
        {
            return null;
        }

        var session = new NamedSession(number, isKnown ? null : authored, null);
        var submission = new Submission(session, $"{form.View.Id}@{form.View.Version}", rater, answers, authored, null, null);
        return new ReadSubmission(episode.EpisodeId, submission, Note(visit, author));
    }

    private async System.Threading.Tasks.Task<InstrumentForm?> Form()
    {
        if (string.IsNullOrEmpty(sent.Questionnaire))
        {
            _issues.Add(FhirIssue.Error(IssueType.Required, "Name the Questionnaire that is answered, by its url and version.", "QuestionnaireResponse.questionnaire"));
            return null;
        }

        if (await FormNames.Resolve(context, sent.Questionnaire) is { } form)
        {
            return form;
        }

        _issues.Add(FhirIssue.Error(IssueType.NotFound, "There is no such Questionnaire here. GET Questionnaire lists them with their url.", "QuestionnaireResponse.questionnaire"));
        return null;
    }

    private async System.Threading.Tasks.Task<string?> Subject()
    {
        if (sent.Subject is { } subject)
        {
            return await References.Person(context, PublicKind.Client, subject, "QuestionnaireResponse.subject", _issues);
        }

        _issues.Add(FhirIssue.Error(IssueType.Required, "Name the Patient that it is about.", "QuestionnaireResponse.subject"));
        return null;
    }

    private System.Threading.Tasks.Task<ForeignPerson?> Author() => Person(sent.Author, "QuestionnaireResponse.author");

    // A display alone names nobody that we could know.
    private async System.Threading.Tasks.Task<ForeignPerson?> Person(ResourceReference? reference, string expression)
    {
        if (reference is null or { Reference: null, Identifier: null })
        {
            return null;
        }

        var kind = KindOf(reference);
        if (kind is null)
        {
            _issues.Add(FhirIssue.Error(IssueType.NotSupported, "This must be a Patient or a Practitioner of this server; say which as type beside an identifier.", expression));
            return null;
        }

        return await References.Person(context, kind.Value, reference, expression, _issues) is { } id ? new ForeignPerson(Codes.TextOf(kind.Value), id) : null;
    }

    private PublicKind? KindOf(ResourceReference reference)
    {
        var type = reference.Reference is { Length: > 0 } address ? References.Local(context, address)?.Type ?? address.Split('?')[0] : reference.Type;
        return type switch
        {
            "Patient" => PublicKind.Client,
            "Practitioner" => PublicKind.Clinician,
            null when reference.Identifier?.System == context.Names.ClientSystem => PublicKind.Client,
            null when reference.Identifier?.System == context.Names.ClinicianSystem => PublicKind.Clinician,
            _ => null,
        };
    }

    private async System.Threading.Tasks.Task<string?> Rater(InstrumentView view, string clientId, EpisodeResource episode)
    {
        var source = await Person(sent.Source, "QuestionnaireResponse.source");
        var rater = source switch
        {
            null => view.Raters.Contains("client") ? "client" : view.Raters[0],
            { Kind: "client" } when source.Id == clientId => "client",
            { Kind: "clinician" } when source.Id == episode.ClinicianId => "therapist",
            { Kind: "clinician" } => "observer",
            _ => null,
        };
        if (rater is null || !view.Raters.Contains(rater))
        {
            _issues.Add(FhirIssue.Error(IssueType.BusinessRule, $"This form is answered by {string.Join(" or ", view.Raters)} of the episode.", "QuestionnaireResponse.source"));
        }

        return rater;
    }

    private DateTimeOffset? Authored()
    {
        if (sent.Authored is not { Length: > 0 } text)
        {
            return null;
        }

        if (AllianceApi.Hosting.Instant.Read(text, out var instant) is null)
        {
            return instant;
        }

        _issues.Add(FhirIssue.Error(IssueType.Value, "This must be a time with seconds and offset, such as 2026-03-02T10:52:10+01:00.", "QuestionnaireResponse.authored"));
        return null;
    }

    // What is not kept is said; what points elsewhere is refused and never followed.
    private void CheckLinks()
    {
        foreach (var (references, name) in new[] { (sent.BasedOn, "basedOn"), (sent.PartOf, "partOf") })
        {
            for (var i = 0; i < references.Count; i++)
            {
                var at = $"QuestionnaireResponse.{name}[{i}]";
                var elsewhere = references[i].Reference?.Contains("://", StringComparison.Ordinal) == true && References.Local(context, references[i].Reference!) is null;
                _issues.Add(elsewhere
                    ? FhirIssue.Error(IssueType.NotSupported, "A reference to another server is not taken.", $"{at}.reference")
                    : FhirIssue.Warning(IssueType.Informational, "This reference is not kept.", at));
            }
        }
    }

    private ForeignNote Note(ForeignIdentifier? visit, ForeignPerson? author) => new(
        sent.Identifier is { Value: { Length: > 0 } value } ? new ForeignIdentifier(sent.Identifier.System ?? "", value) : null,
        visit,
        author,
        [.. (sent.Meta?.Tag ?? []).Select(t => new ForeignTag(t.System, t.Code, t.Display))],
        [.. (sent.Meta?.Profile ?? []).OfType<string>()]);
}
