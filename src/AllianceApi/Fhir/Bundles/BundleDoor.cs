using AllianceApi.Access;
using AllianceApi.Hosting;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.WebUtilities;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.Bundles;

/// <summary>Many interactions in one request: a batch, entry by entry, or a transaction, all or none.</summary>
internal static class BundleDoor
{
    /// <summary>Most entries of a bundle.</summary>
    public const int MostEntries = 200;

    public static async System.Threading.Tasks.Task Run(HttpContext http)
    {
        var answer = await Answer(http);
        if (answer.Resource is null)
        {
            await Unread.Note(http, new Refusal(ProblemType.OfStatus(answer.Status), "It could not be read, or was taken back."));
        }

        await FhirReply.Write(http, answer);
    }

    private static async Task<FhirAnswer> Answer(HttpContext http)
    {
        if (FhirDoor.Unacceptable(http.Request) is { } unacceptable)
        {
            return unacceptable;
        }

        var (resource, refused) = await FhirDoor.ReadResource(http, FhirDoor.BundleLimit);
        if (refused is not null)
        {
            return refused;
        }

        if (resource is not Bundle { Type: Bundle.BundleType.Batch or Bundle.BundleType.Transaction } bundle)
        {
            return FhirAnswer.Refused(400, FhirIssue.Error(IssueType.NotSupported, "A Bundle of type batch or transaction is sent here.", "Bundle.type"));
        }

        if (bundle.Entry.Count > MostEntries)
        {
            return FhirAnswer.Refused(413, FhirIssue.Error(IssueType.TooLong, $"A bundle has at most {MostEntries} entries.", "Bundle.entry"));
        }

        var context = FhirDoor.Context(http);
        var lenient = FhirReply.Prefer(http.Request, "handling") == "lenient";
        var entries = bundle.Entry.Select((e, i) => BundleEntry.Read(context, i, e, lenient)).ToList();
        var minimal = FhirReply.Prefer(http.Request, "return") == "minimal";
        return bundle.Type == Bundle.BundleType.Batch ? await Batch(entries, minimal) : await Transaction.Run(context, entries, minimal);
    }

    private static async Task<FhirAnswer> Batch(List<BundleEntry> entries, bool minimal)
    {
        var answers = new FhirAnswer[entries.Count];
        foreach (var entry in entries)
        {
            answers[entry.Index] = await entry.Run();
        }

        return Response(Bundle.BundleType.BatchResponse, entries, answers, minimal);
    }

    /// <summary>The answers in the order of the entries.</summary>
    public static FhirAnswer Response(Bundle.BundleType type, IReadOnlyList<BundleEntry> entries, IReadOnlyList<FhirAnswer> answers, bool minimal) => new(StatusCodes.Status200OK)
    {
        Resource = new Bundle { Type = type, Entry = [.. entries.Select(e => Entry(e, answers[e.Index], minimal))] },
    };

    private static Bundle.EntryComponent Entry(BundleEntry entry, FhirAnswer answer, bool minimal) => new()
    {
        FullUrl = answer is { IsRefused: false, Resource: { Id: { } id } made } && answer.Location is not null ? $"{entry.Request!.Context.Base}/{made.TypeName}/{id}" : null,
        Resource = answer.IsRefused || (minimal && entry.Interaction!.TakesBody && !entry.Interaction.IsOperation) ? null : answer.Resource,
        Response = new Bundle.ResponseComponent
        {
            Status = $"{answer.Status} {ReasonPhrases.GetReasonPhrase(answer.Status)}",
            Location = answer.Location,
            Etag = answer.Version is { } version && !answer.IsRefused ? $"W/\"{version}\"" : null,
            LastModified = answer.LastModified,
            Outcome = answer.Issues.Count > 0 ? FhirIssue.Outcome(answer.Issues.Select(i => i.Expression is null ? i with { Expression = entry.Expression } : i)) : null,
        },
    };
}
