using System.Buffers;

namespace AllianceApi.Hosting;

/// <summary>The whole body of a request, read no further than its limit.</summary>
internal static class RequestBody
{
    /// <summary>The bytes; null as soon as there are more than the limit, whether the length was told beforehand or not.</summary>
    public static async ValueTask<byte[]?> ReadWhole(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
