using AllianceApi.Exports.Bulk;
using AllianceApi.Fhir.Forms;
using AllianceApi.Fhir.People;
using AllianceApi.Fhir.Responses;
using AllianceApi.Fhir.Scores;
using AllianceApi.Hosting;
using AllianceApi.People;
using AllianceApi.Responses.Search;
using AllianceApi.Trends;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Bulk;

/// <summary>The resources of a bulk export, type by type, as they were at its instant and as far as the policy lets them be seen now.</summary>
internal sealed class BulkContent(FhirContext context, BulkExport export)
{
    private const int PageLength = 100;

    /// <summary>The types that can be exported; the second list for those of the patients' compartment alone.</summary>
    public static readonly IReadOnlyList<string> Types = ["Patient", "Practitioner", "Questionnaire", "QuestionnaireResponse", "Observation"];

    public static readonly IReadOnlyList<string> PatientTypes = ["Patient", "QuestionnaireResponse", "Observation"];

    private readonly DateTimeOffset _since = AllianceApi.Hosting.Instant.FromStore(export.Since ?? 0);

    public IAsyncEnumerable<Resource> Of(string type) => type switch
    {
        "Patient" => People(PublicKind.Client),
        "Practitioner" => People(PublicKind.Clinician),
        "Questionnaire" => Questionnaires(),
        "QuestionnaireResponse" => Responses(),
        _ => Observations(),
    };

    private async IAsyncEnumerable<Resource> People(PublicKind kind)
    {
        for (string? after = null; ;)
        {
            var page = Must(await context.Send(new FindPeople(context.Call, kind, new PersonFilter(null, null), after, PageLength))).Items;
            foreach (var person in page.Where(p => p.CreatedAt > _since))
            {
                yield return PersonView.Of(context, person);
            }

            if (page.Count < PageLength)
            {
                yield break;
            }

            after = page[^1].Id;
        }
    }

    private async IAsyncEnumerable<Resource> Questionnaires()
    {
        foreach (var form in (await context.Forms(null)).Select(f => QuestionnaireView.Of(context, f)).Where(q => q.Meta!.LastUpdated > _since))
        {
            yield return form;
        }
    }

    private async IAsyncEnumerable<Resource> Responses()
    {
        await foreach (var shown in States())
        {
            yield return ResponseView.Of(context, shown);
        }
    }

    // Scores first, then the estimates: of a series that changed meanwhile as it was.
    private async IAsyncEnumerable<Resource> Observations()
    {
        await foreach (var shown in States())
        {
            foreach (var observation in ObservationView.Of(context, shown))
            {
                yield return observation;
            }
        }

        foreach (var series in Must(await context.Send(new FindSeries(context.Call, new SeriesCriteria(null, null, false)))).Items.Where(s => s.RecordedAt > (export.Since ?? 0)))
        {
            foreach (var (_, observation) in await TrendObservations.Of(context, series, series.RecordedAt > export.AsOf ? export.Time : null))
            {
                yield return observation;
            }
        }
    }

    private async IAsyncEnumerable<ShownResponse> States()
    {
        for (string? after = null; ;)
        {
            var asked = new StatesAsked(export.AsOf, export.Since, after, PageLength);
            var page = Must(await context.Send(new ListStates(context.Call, $"{FhirNames.Path}/$export-status/{export.ExportId}", asked)));
            foreach (var state in page.Items)
            {
                if (await context.Form(state.Filed.Instrument, state.Filed.Version) is { } form)
                {
                    yield return new ShownResponse(state.Filed, state.Response, form);
                }
            }

            if (page.Next is null)
            {
                yield break;
            }

            after = page.Next;
        }
    }

    // An export that left something out would look whole: it breaks off instead.
    private static T Must<T>(Outcome<T> outcome)
        where T : class =>
        outcome.Value ?? throw new InvalidOperationException($"A bulk export was refused: {outcome.Refusal?.Type.Slug}.");
}
