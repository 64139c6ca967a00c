using System.Globalization;
using AllianceApi.Exports.Bulk;
using AllianceApi.Hosting;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.Bulk;

/// <summary>What a bulk export is asked for, in the query or in Parameters.</summary>
internal sealed class BulkKickOff
{
    private static readonly string[] Formats = ["application/fhir+ndjson", "application/ndjson", "ndjson"];

    private readonly List<FhirIssue> _issues = [];
    private readonly List<string> _types = [];
    private readonly IReadOnlyList<string> _known;
    private readonly bool _lenient;
    private long? _since;

    private BulkKickOff(IReadOnlyList<string> known, bool lenient) => (_known, _lenient) = (known, lenient);

    public static (StartBulkExport? Request, IReadOnlyList<FhirIssue> Issues) Read(HttpRequest request, FhirContext context, Resource? body, IReadOnlyList<string> known)
    {
        var prefer = request.Headers["Prefer"].SelectMany(h => (h ?? "").Split([',', ';'])).Select(p => p.Trim()).ToList();
        var reading = new BulkKickOff(known, prefer.Contains("handling=lenient", StringComparer.OrdinalIgnoreCase));
        if (!prefer.Contains("respond-async", StringComparer.OrdinalIgnoreCase))
        {
            reading._issues.Add(FhirIssue.Error(IssueType.NotSupported, "An export is prepared in the background: send Prefer: respond-async.", "http.Prefer"));
        }

        foreach (var (name, value) in Sent(request, body))
        {
            reading.Take(name, value);
        }

        var asked = $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{request.QueryString}";
        IReadOnlyList<string> types = reading._types.Count == 0 ? known : [.. known.Where(reading._types.Contains)];
        return reading._issues.Count > 0 ? (null, reading._issues) : (new StartBulkExport(context.Call, asked, types, reading._since), []);
    }

    private static IEnumerable<(string Name, string Value)> Sent(HttpRequest request, Resource? body) =>
        request.Query.SelectMany(q => q.Value.Select(v => (q.Key, v ?? "")))
            .Concat((body as Parameters)?.Parameter.Select(p => (p.Name ?? "", p.Value is PrimitiveType value ? value.ToString() ?? "" : "")) ?? []);

    private void Take(string name, string value)
    {
        switch (name)
        {
            case "_type":
                Types(value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
                break;
            case "_since" when AllianceApi.Hosting.Instant.Read(value.Replace(' ', '+'), out var since) is null:
                _since = since.ToStore();
                break;
            case "_since":
                _issues.Add(FhirIssue.Error(IssueType.Value, "_since is an instant with offset, such as 2026-03-02T10:00:00Z.", name));
                break;
            case "_outputFormat" when Formats.Contains(value.Replace(' ', '+'), StringComparer.OrdinalIgnoreCase):
            case "_format" or "_pretty":
                break;
            case "_outputFormat":
                _issues.Add(FhirIssue.Error(IssueType.NotSupported, "Files are given as application/fhir+ndjson.", name));
                break;
            default:
                if (!_lenient)
                {
                    _issues.Add(FhirIssue.Error(IssueType.NotSupported, "An export takes _type, _since and _outputFormat; with Prefer: handling=lenient others are passed over.", "http.url"));
                }

                break;
        }
    }

    private void Types(IReadOnlyList<string> named)
    {
        foreach (var type in named)
        {
            if (_known.Contains(type))
            {
                _types.Add(type);
            }
            else if (!_lenient)
            {
                _issues.Add(FhirIssue.Error(IssueType.NotSupported, string.Create(CultureInfo.InvariantCulture, $"This export gives {string.Join(", ", _known)}."), "_type"));
            }
        }
    }
}
