using System.Globalization;
using AllianceApi.Fhir.Forms;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses;
using AllianceApi.Responses.Search;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Responses;

/// <summary>A response with where it is filed and the form that it answers: all that its resources are made of.</summary>
internal sealed record ShownResponse(FiledResponse Filed, ResponseResource Response, InstrumentForm Form)
{
    public bool IsVoid => Filed.Status == "void";

    /// <summary>Who answered it.</summary>
    public (PublicKind Kind, string Id) Source => Response.Rater == "client" ? (PublicKind.Client, Filed.ClientId) : (PublicKind.Clinician, Filed.ClinicianId);

    public DateTimeOffset AuthoredAt => AllianceApi.Hosting.Instant.FromStore(Filed.AuthoredAt);

    public DateTimeOffset RecordedAt => AllianceApi.Hosting.Instant.FromStore(Filed.RecordedAt);

    public string Version => Filed.Revision.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Responses as QuestionnaireResponse.</summary>
internal static class ResponseView
{
    /// <summary>What a filed response says, within the caller's sight; null where that shows nothing of it.</summary>
    public static async System.Threading.Tasks.Task<ShownResponse?> Load(FhirContext context, FiledResponse filed)
    {
        var response = (await context.Send(new GetResponse(context.Call, filed.ResponseId, (int)filed.Revision))).Value;
        return response is not null && await context.Form(filed.Instrument, filed.Version) is { } form ? new ShownResponse(filed, response, form) : null;
    }

    /// <summary>The newest state of a response; null where it is not in sight.</summary>
    public static async System.Threading.Tasks.Task<ShownResponse?> Load(FhirContext context, string responseId)
    {
        var found = await context.Send(new FindResponses(context.Call, new ResponseCriteria { Ids = [responseId] }, new ResponseOrder(ResponseKey.Received, false), 1, false));
        return found.Value?.Items is [var filed] ? await Load(context, filed) : null;
    }

    public static QuestionnaireResponse Of(FhirContext context, ShownResponse shown)
    {
        var (filed, response) = (shown.Filed, shown.Response);
        var resource = new QuestionnaireResponse
        {
            Id = filed.ResponseId,
            Meta = new Meta
            {
                VersionId = shown.Version,
                LastUpdated = shown.RecordedAt,
                Profile = filed.Note.Profiles,
                Tag = [.. filed.Note.Tags.Select(t => new Coding { System = t.System, Code = t.Code, Display = t.Display })],
            },
            Identifier = filed.Note.Identifier is { } identifier ? new Identifier(identifier.System.Length == 0 ? null : identifier.System, identifier.Value) : null,
            Questionnaire = FormNames.CanonicalOf(context, filed.Instrument, filed.Version),
            Status = shown.IsVoid ? QuestionnaireResponse.QuestionnaireResponseStatus.EnteredInError
                : filed.Revision > 1 ? QuestionnaireResponse.QuestionnaireResponseStatus.Amended
                : QuestionnaireResponse.QuestionnaireResponseStatus.Completed,
            Subject = References.ToPerson(context, PublicKind.Client, filed.ClientId),
            Encounter = Encounter(context, filed),
            AuthoredElement = new FhirDateTime(shown.AuthoredAt),
            Author = filed.Note.Author is { } author ? References.ToPerson(context, author.Kind == "client" ? PublicKind.Client : PublicKind.Clinician, author.Id) : null,
            Source = References.ToPerson(context, shown.Source.Kind, shown.Source.Id),
            Item = [.. shown.Form.View.Items.Select(i => Item(i, response)).OfType<QuestionnaireResponse.ItemComponent>()],
        };
        resource.Extension.Add(new Extension(Codes.Extension(context, "alliance-episode"), new FhirString(filed.EpisodeId)));
        return resource;
    }

    /// <summary>The session, under the name that the sender's system has for it where there is one.</summary>
    public static ResourceReference Encounter(FhirContext context, FiledResponse filed)
    {
        var reference = References.ToEncounter(context, filed.EpisodeId, filed.Number);
        if (filed.Note.Visit is { } visit)
        {
            reference.Identifier = new Identifier(visit.System.Length == 0 ? null : visit.System, visit.Value);
        }

        return reference;
    }

    private static QuestionnaireResponse.ItemComponent? Item(ItemView item, ResponseResource response)
    {
        var link = QuestionnaireView.LinkId(item.Number);
        if (!response.Answers.TryGetValue(link, out var answer))
        {
            return null;
        }

        DataType value = QuestionnaireView.IsWhole(item) ? new Integer((int)answer) : new FhirDecimal(Codes.Exactly(answer));
        return new QuestionnaireResponse.ItemComponent { LinkId = link, Answer = [new QuestionnaireResponse.AnswerComponent { Value = value }] };
    }
}
