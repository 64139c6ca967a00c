using AllianceApi.Fhir.People;
using AllianceApi.Hosting;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.Forms;

/// <summary>
/// SDC's population: an empty form that knows whose it is, of which session, and when it was asked for. Nothing is stored, and no
/// answer of an earlier form stands in it.
/// </summary>
internal static class Population
{
    public static async Task<FhirAnswer> Of(FhirRequest request)
    {
        var context = request.Context;
        if (await FormNames.Find(context, request.Id!) is not { } form)
        {
            return FhirAnswer.NotFound(request.Type);
        }

        var issues = new List<FhirIssue>();
        var parameters = (request.Body as Parameters)?.Parameter ?? [];
        var client = await Subject(context, parameters, issues);
        var encounter = await Session(context, parameters, issues);
        if (client is null || issues.Exists(i => i.IsError))
        {
            return FhirAnswer.Refused(issues.TrueForAll(i => i.Code == IssueType.Required) ? 400 : 422, issues);
        }

        var questionnaire = QuestionnaireView.Of(context, form);
        var response = new QuestionnaireResponse
        {
            Questionnaire = FormNames.CanonicalOf(context, form.View.Id, form.View.Version),
            Status = QuestionnaireResponse.QuestionnaireResponseStatus.InProgress,
            Subject = References.ToPerson(context, PublicKind.Client, client),
            Encounter = encounter,
            AuthoredElement = new FhirDateTime(context.Now.Truncated()),
            Item = [.. questionnaire.Item.Where(i => i.ReadOnly != true).Select(i => new QuestionnaireResponse.ItemComponent { LinkId = i.LinkId, Text = i.Text })],
        };
        return new FhirAnswer(StatusCodes.Status200OK) { Resource = new Parameters { Parameter = [new Parameters.ParameterComponent { Name = "response", Resource = response }] } };
    }

    private static async System.Threading.Tasks.Task<string?> Subject(FhirContext context, List<Parameters.ParameterComponent> parameters, List<FhirIssue> issues)
    {
        if (parameters.Find(p => p.Name == "subject")?.Value is ResourceReference subject)
        {
            return await References.Person(context, PublicKind.Client, subject, "Parameters.parameter.where(name='subject').value", issues);
        }

        issues.Add(FhirIssue.Error(IssueType.Required, "Name the Patient as parameter subject, by reference or identifier.", "Parameters.parameter"));
        return null;
    }

    // The session is what a context names whose content is a reference to an Encounter, or one by identifier.
    private static async System.Threading.Tasks.Task<ResourceReference?> Session(FhirContext context, List<Parameters.ParameterComponent> parameters, List<FhirIssue> issues)
    {
        var named = parameters.Where(p => p.Name is "context" or "launchContext").SelectMany(p => p.Part).Where(p => p.Name == "content").Select(p => p.Value).OfType<ResourceReference>()
            .FirstOrDefault(r => r.Type == "Encounter" || r.Reference?.Contains("Encounter/", StringComparison.Ordinal) == true);
        if (named is not { Reference: { Length: > 0 } address })
        {
            return named is null ? null : new ResourceReference { Type = "Encounter", Identifier = named.Identifier };
        }

        if (References.Local(context, address) is { Type: "Encounter" } local
            && await EncounterInteractions.Session(context, local.Id) is { } session
            && await EncounterInteractions.Show(context, session.EpisodeId, session.Number) is not null)
        {
            return References.ToEncounter(context, session.EpisodeId, session.Number);
        }

        issues.Add(FhirIssue.Error(IssueType.NotFound, "There is no such Encounter within your sight.", "Parameters.parameter.where(name='context').part.value"));
        return null;
    }
}
