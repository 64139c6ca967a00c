using AllianceApi.Hosting;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.Bundles;

/// <summary>All entries of a bundle or none, at one instant. Entries may refer to what others make by their fullUrl.</summary>
internal static class Transaction
{
    // Who is referred to comes before who refers; what changes comes after what is made, and reading last.
    private static readonly string[] Order = ["POST Questionnaire", "POST Patient", "POST Practitioner", "POST QuestionnaireResponse", "PUT", "GET"];

    public static async Task<FhirAnswer> Run(FhirContext context, List<BundleEntry> entries, bool minimal)
    {
        if (entries.Find(e => e.Fault is not null) is { } broken)
        {
            return Failed(broken, broken.Fault!);
        }

        if (Overlap(entries) is { } overlap)
        {
            return overlap;
        }

        var answers = new FhirAnswer[entries.Count];
        BundleEntry? failed = null;
        var done = await context.Together(async () =>
        {
            var made = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in entries.OrderBy(Rank))
            {
                Refer(entry.Sent.Resource, made);
                var answer = answers[entry.Index] = await entry.Run();
                if (answer.IsRefused)
                {
                    failed = entry;
                    return new Refusal(ProblemType.OfStatus(answer.Status), "An entry was refused.");
                }

                if (entry.Sent.FullUrl is { } full && answer.Resource is { Id: { } id } resource)
                {
                    made[full] = $"{resource.TypeName}/{id}";
                }
            }

            return null;
        });
        return failed is not null ? Failed(failed, answers[failed.Index])
            : done.Refusal is { } refusal ? FhirAnswer.Refused(refusal)
            : BundleDoor.Response(Bundle.BundleType.TransactionResponse, entries, answers, minimal);
    }

    private static FhirAnswer Failed(BundleEntry entry, FhirAnswer answer) => FhirAnswer.Refused(
        answer.Status, [.. answer.Issues.Select(i => i with { Text = $"Entry {entry.Index}: {i.Text}", Expression = Within(entry, i.Expression) })]);

    private static string Within(BundleEntry entry, string? expression)
    {
        var dot = expression?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return expression == entry.Expression || expression is null ? entry.Expression : $"{entry.Expression}.resource{(dot < 0 ? "" : expression[dot..])}";
    }

    private static FhirAnswer? Overlap(List<BundleEntry> entries)
    {
        var twice = entries.Where(e => e.Sent.Request?.Method == Bundle.HTTPVerb.PUT).GroupBy(e => $"{e.Request!.Type}/{e.Request.Id}").FirstOrDefault(g => g.Count() > 1)?.ToList()
            ?? entries.Where(e => e.Sent.FullUrl is not null && e.Interaction!.TakesBody).GroupBy(e => e.Sent.FullUrl).FirstOrDefault(g => g.Count() > 1)?.ToList();
        return twice is null ? null : FhirAnswer.Refused(409, FhirIssue.Error(IssueType.Duplicate, $"Entries {twice[0].Index} and {twice[1].Index} are about the same resource.", twice[1].Expression));
    }

    private static int Rank(BundleEntry entry)
    {
        var name = $"{entry.Interaction!.Method} {entry.Request!.Type}";
        var rank = Array.FindIndex(Order, o => name == o || name.StartsWith(o + " ", StringComparison.Ordinal));
        return rank < 0 ? Order.Length : rank;
    }

    private static void Refer(Resource? resource, Dictionary<string, string> made)
    {
        if (resource is not QuestionnaireResponse response)
        {
            return;
        }

        foreach (var reference in new[] { response.Subject, response.Encounter, response.Author, response.Source }.OfType<ResourceReference>())
        {
            if (reference.Reference is { } address && made.TryGetValue(address, out var target))
            {
                reference.Reference = target;
            }
        }
    }
}
