using System.Globalization;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Visibility;
using MediatR;

namespace AllianceApi.Invitations;

/// <summary>Shows the administrator the page of a form as a rater would see it; with neutral sentences where no texts are attached.</summary>
internal sealed record PreviewForm(Call Call, string Id, string Version, string Language, string Rater) : IRequest<Outcome<OpenedForm>>, ICall
{
    public Operation Operation => Operation.ManageInstruments;

    public string Resource => $"/v1/instruments/{Id}/versions/{Version}/preview";

    public static PreviewForm Read(Input input)
    {
        var language = input.Query("language") ?? "en";
        if (language.Length > 35 || !language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            input.Faults.Add("?language", "invalid-format", "A language is a BCP 47 tag such as en or de-CH.");
        }

        return new PreviewForm(input.Call, input.PathId("id"), input.PathId("version"), language, input.QueryOneOf("rater", Responses.Submission.Raters) ?? "client");
    }
}

internal sealed class PreviewFormHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<PreviewForm, Outcome<OpenedForm>>
{
    public Task<Outcome<OpenedForm>> Handle(PreviewForm request, CancellationToken cancellationToken) =>
        database.Read(request, session => Preview(session, request), cancellationToken);

    private Outcome<OpenedForm> Preview(Session session, PreviewForm request)
    {
        var organization = request.Call.Caller.Organization;
        if (instruments.Find(session, organization, request.Id, request.Version) is not { } document)
        {
            return Refusal.NotFound("instrument");
        }

        var invitation = new InvitationRow { InvitationId = "preview", Rater = request.Rater, Language = request.Language, Instrument = request.Id, Version = request.Version };
        return new OpenedForm(
            invitation, document, instruments.Wording(session, organization, document, request.Language) ?? Neutral(document), VisibilityStore.InForce(session, organization, VisibilityStore.Default));
    }

    private static InstrumentWording Neutral(InstrumentDocument document)
    {
        var items = Enumerable.Range(1, document.Instrument.Items.Count)
            .ToDictionary(n => n.ToString(CultureInfo.InvariantCulture), n => string.Create(CultureInfo.InvariantCulture, $"Item {n}"), StringComparer.Ordinal);
        return new InstrumentWording(document.Instrument.Name, "No texts are attached in this language. Nobody is sent this form.", items, new Dictionary<string, string>(), new WordingLicence("", "", ""));
    }
}
