using AllianceApi.Hosting;
using Microsoft.Net.Http.Headers;

namespace AllianceApi.Responses.Batch;

/// <summary>Picks how a batch is read by its media type.</summary>
internal static class BatchFormats
{
    public static async ValueTask<(BatchFormat? Format, Refusal? Refusal)> Of(HttpRequest request, CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsUtf8(type))
        {
            return (null, NotTaken());
        }

        return type.MediaType.Equals(BatchDoor.Ndjson, StringComparison.OrdinalIgnoreCase)
            ? (new BatchFormat(new NdjsonSplitter(), BatchLine.Read), null)
            : (null, NotTaken());
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);

    private static Refusal NotTaken() => new(ProblemType.UnsupportedMediaType, "Send a batch as application/x-ndjson or text/csv in UTF-8.");
}
