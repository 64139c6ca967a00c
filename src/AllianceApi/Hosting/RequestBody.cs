using System.Buffers;

namespace AllianceApi.Hosting;

/// <summary>The whole body of a request, read no further than its limit.</summary>
internal static class RequestBody
{
    /// <summary>The bytes; null as soon as there are more than the limit, whether the length was told beforehand or not.</summary>
    public static async ValueTask<byte[]?> ReadWhole(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (await Await(request, limit, cancellationToken) is not { } body)
        {
            return null;
        }

        var bytes = body.ToArray();
        Release(request, body);
        return bytes;
    }

    /// <summary>
    /// The bytes where the server holds them, so that they need not be copied to be read; null as above. They are there until
    /// <see cref="Release"/>, which must follow.
    /// </summary>
    public static async ValueTask<ReadOnlySequence<byte>?> Await(HttpRequest request, int limit, CancellationToken cancellationToken)
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
                return read.Buffer;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Gives back what <see cref="Await"/> gave.</summary>
    public static void Release(HttpRequest request, in ReadOnlySequence<byte> body) => request.BodyReader.AdvanceTo(body.End);
}
