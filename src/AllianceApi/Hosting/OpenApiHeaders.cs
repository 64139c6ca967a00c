using Microsoft.OpenApi;

namespace AllianceApi.Hosting;

/// <summary>The headers of answers.</summary>
internal static class OpenApiHeaders
{
    private static readonly (string Name, string Description, string Example)[] Known =
    [
        ("ETag", "Strong entity tag of what is sent: for `If-None-Match`, and for `If-Match` where the resource can change.", "\"1-0123456789abcdef\""),
        ("Location", "Path of what was made.", "/v1/responses/0198c0de-0000-7000-8000-000000000001"),
        ("Link", "The next page, `rel=\"next\"`; absent on the last.", "</v1/episodes?limit=100&cursor=AbC>; rel=\"next\""),
        ("Idempotency-Replayed", "`true` where this is the kept answer of an earlier request with the same `Idempotency-Key`.", "true"),
        ("Retry-After", "Seconds to wait before the same request may be sent again.", "1"),
        ("WWW-Authenticate", "How to authenticate.", "Bearer realm=\"alliance\""),
    ];

    public static Dictionary<string, IOpenApiHeader> All() => Known.ToDictionary(
        h => h.Name,
        IOpenApiHeader (h) => new OpenApiHeader { Description = h.Description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = h.Example },
        StringComparer.Ordinal);

    public static Dictionary<string, IOpenApiHeader>? OfRefusal(ProblemType kind, OpenApiDocument document) => kind.Status switch
    {
        401 => Pick(document, "WWW-Authenticate"),
        429 or 503 => Pick(document, "Retry-After"),
        _ => null,
    };

    /// <summary>Names the headers of the results of an operation.</summary>
    public static void Describe(HttpMethod method, OpenApiOperation operation, OpenApiDocument document)
    {
        var isList = operation.Parameters?.Any(p => p.Name == QueryParameter.Cursor.Name) == true;
        foreach (var (status, response) in operation.Responses!)
        {
            var names = new List<string>();
            if (status is "200" or "201" && response.Content?.Keys.Any(k => k is "application/json" or "image/svg+xml" or "image/png" or "application/pdf") == true && operation.Security?.Count > 0)
            {
                names.Add("ETag");
                names.AddRange(status == "201" ? ["Location"] : isList ? ["Link"] : []);
                names.AddRange(method == HttpMethod.Post ? ["Idempotency-Replayed"] : []);
            }

            if (names.Count > 0 && response is OpenApiResponse own)
            {
                own.Headers = Pick(document, [.. names]);
            }
        }
    }

    private static Dictionary<string, IOpenApiHeader> Pick(OpenApiDocument document, params string[] names) =>
        names.ToDictionary(n => n, IOpenApiHeader (n) => new OpenApiHeaderReference(n, document), StringComparer.Ordinal);
}
