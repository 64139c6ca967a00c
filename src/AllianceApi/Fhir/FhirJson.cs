using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir;

/// <summary>Resources as JSON: strict in, with every fault at once and where it is.</summary>
internal static partial class FhirJson
{
    private const int MostIssues = 100;

    // A bundle holds a response, which holds nested items, which hold answers and extensions.
    private static readonly JsonDocumentOptions WellFormed = new() { MaxDepth = 40, AllowDuplicateProperties = false };
    private static readonly FhirJsonDeserializer Reader = new();
    private static readonly FhirJsonSerializer Writer = new();

    /// <summary>The bytes of a resource.</summary>
    public static byte[] Bytes(Resource resource) => Encoding.UTF8.GetBytes(Writer.SerializeToString(resource));

    /// <summary>The resource that bytes hold, or everything that is wrong with them.</summary>
    public static (Resource? Resource, IReadOnlyList<FhirIssue> Issues) Read(ReadOnlyMemory<byte> bytes)
    {
        string typeName;
        try
        {
            using var document = JsonDocument.Parse(bytes, WellFormed);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("resourceType", out var type) || type.ValueKind != JsonValueKind.String)
            {
                return (null, [FhirIssue.Error(IssueType.Structure, "A resource is a JSON object with a resourceType.")]);
            }

            typeName = type.GetString()!;
        }
        catch (JsonException e)
        {
            // The position only: the library's own message may quote the body.
            var place = string.Create(CultureInfo.InvariantCulture, $"The body is not one JSON value without doubled members. Reading stopped in line {e.LineNumber + 1}, byte {e.BytePositionInLine}.");
            return (null, [FhirIssue.Error(IssueType.Structure, bytes.Length == 0 ? "The body is empty; a resource is needed." : place)]);
        }

        return Parse(bytes.Span, typeName.Length <= 64 && typeName.All(char.IsAsciiLetter) ? typeName : "Resource");
    }

    private static (Resource? Resource, IReadOnlyList<FhirIssue> Issues) Parse(ReadOnlySpan<byte> bytes, string typeName)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 40 });
        try
        {
            if (Reader.TryDeserializeResource(ref reader, out var resource, out var faults))
            {
                return (resource, []);
            }

            var issues = faults.Take(MostIssues).Select(f => Issue(f, typeName)).ToList();
            return (null, issues.Count > 0 ? issues : [FhirIssue.Error(IssueType.Structure, "The body is no resource of FHIR R4.")]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            // The library loses its place where something stands that can not stand there, and breaks at what follows.
            return (null, [FhirIssue.Error(IssueType.Structure, "The body is no resource of FHIR R4: a value in it is of a kind that can not stand there, and reading stopped.")]);
        }
    }

    private static FhirIssue Issue(CodedException fault, string typeName)
    {
        var known = fault as ExtendedCodedException;
        var code = fault.ErrorCode switch
        {
            "PVAL128" => IssueType.Structure, // an unknown element
            "PVAL130" => IssueType.NotSupported, // an unknown type
            _ => known?.IssueType ?? IssueType.Structure,
        };
        // What stands in quotes may be a value that was sent: it is not repeated.
        var text = Quoted().Replace(known?.BaseErrorMessage ?? "The resource is malformed.", "${kind} (not repeated here)");
        // The parser does not say what it began with.
        var path = known?.InstancePath?.Replace("$this", typeName, StringComparison.Ordinal);
        return FhirIssue.Error(code, text.Replace("$this", typeName, StringComparison.Ordinal), string.IsNullOrEmpty(path) || path == typeName ? null : path);
    }

    [GeneratedRegex("^(?<kind>string|number|Value|Literal) '.*?'(?= is| of| cannot| has)", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();
}
