using System.Globalization;
using System.Text.Json;
using AllianceApi.Hosting;

namespace AllianceApi.CdsHooks;

/// <summary>The bodies of hooks: larger and deeper than ours, because they hold FHIR resources.</summary>
internal static class HookBody
{
    public const string Json = "application/json; charset=utf-8";

    private const int Limit = 512 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    public static async Task<(JsonDocument? Body, Refusal? Refusal)> Read(HttpContext http)
    {
        var bytes = await RequestBody.ReadWhole(http.Request, Limit, http.RequestAborted);
        if (bytes is null)
        {
            return (null, new Refusal(ProblemType.BodyTooLarge, $"The body has more than {Limit} bytes."));
        }

        if (!Input.IsJson(http.Request.ContentType))
        {
            return (null, new Refusal(ProblemType.UnsupportedMediaType, "Send the body as application/json in UTF-8."));
        }

        try
        {
            return (JsonDocument.Parse(bytes, Strict), null);
        }
        catch (JsonException e)
        {
            // The position only: the library's own message may quote the body.
            return (null, new Refusal(ProblemType.MalformedJson, string.Create(CultureInfo.InvariantCulture, $"Reading stopped in line {e.LineNumber + 1}, byte {e.BytePositionInLine}.")));
        }
    }

    public static Task Write(HttpContext http, byte[] body)
    {
        http.Response.ContentType = Json;
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}
