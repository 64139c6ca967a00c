using Microsoft.Net.Http.Headers;

namespace AllianceApi.Fhir;

/// <summary>The media types that are taken and given: JSON only.</summary>
internal static class MediaTypes
{
    public const string FhirJson = "application/fhir+json; charset=utf-8";

    private static readonly string[] Given = ["application/fhir+json", "application/json", "application/json+fhir", "text/json", "*/*", "application/*"];
    private static readonly string[] Formats = ["json", "application/json", "application/fhir+json", "text/json"];

    /// <summary>Whether the caller takes JSON. <c>_format</c> decides before the Accept header.</summary>
    public static bool AcceptsJson(HttpRequest request)
    {
        if (request.Query["_format"] is [{ Length: > 0 } format, ..])
        {
            return Formats.Contains(format.Replace(' ', '+').Split(';')[0].Trim(), StringComparer.OrdinalIgnoreCase);
        }

        if (request.Headers.Accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return request.Headers.Accept.Count == 0;
        }

        return accepted.Any(a => a.Quality is null or > 0 && Given.Contains(a.MediaType.Value, StringComparer.OrdinalIgnoreCase));
    }

    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/fhir+json", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase));

    public static bool IsForm(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
}
