using System.Globalization;
using System.Text.Json;
using AllianceApi.Access;
using Microsoft.Net.Http.Headers;

namespace AllianceApi.Hosting;

/// <summary>
/// A request as a door reads it: who calls, the path, the query and the body, with every fault found so far. Query parameters
/// that the endpoint does not declare are faults from the start.
/// </summary>
internal sealed class Input
{
    /// <summary>Most bytes of a single submission.</summary>
    public const int BodyLimit = 64 * 1024;

    /// <summary>How JSON from outside is read.</summary>
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow };

    private static readonly string[] Flag = ["true", "false"];

    private readonly HttpContext _http;

    private Input(HttpContext http, Members? body, Call call)
    {
        _http = http;
        Faults = body?.Faults ?? new Faults();
        Body = body;
        Call = call;
    }

    public Call Call { get; }

    public Faults Faults { get; }

    /// <summary>The members of the JSON body; null for a request without one.</summary>
    public Members? Body { get; }

    /// <summary>What <c>If-Match</c> asks; null without one.</summary>
    public Precondition? Precondition => Hosting.Precondition.Of(_http.Request);

    /// <summary>The input of a request without a body.</summary>
    public static Input Of(HttpContext http) => Beside(http, []);

    /// <summary>All of the input of a request but its body, which is read elsewhere.</summary>
    public static Input Beside(HttpContext http, ReadOnlySpan<byte> body) => Checked(new Input(http, null, Call.Of(http, body)));

    /// <summary>Why a body is not taken for JSON; null where it is. An empty one says nothing of its type where it is <paramref name="optional"/>.</summary>
    /// <param name="http">The request.</param>
    /// <param name="length">Bytes of its body; null for more than <see cref="BodyLimit"/>.</param>
    /// <param name="optional">Whether there need be none.</param>
    public static Refusal? NoJson(HttpContext http, long? length, bool optional)
    {
        if (length is null)
        {
            return new Refusal(ProblemType.BodyTooLarge, $"The body has more than {BodyLimit} bytes.");
        }

        return (optional && length == 0) || IsJson(http.Request.ContentType) ? null : new Refusal(ProblemType.UnsupportedMediaType, "Send the body as application/json in UTF-8.");
    }

    /// <summary>The input of a request with a JSON object as its body, or the refusal where the body is no JSON.</summary>
    public static (Input? Input, Refusal? Refusal) Parse(HttpContext http, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            // The document's buffers are pooled; the clone keeps what the members point at.
            return (Checked(new Input(http, new Members(document.RootElement.Clone(), "", new Faults()), Call.Of(http, body.Span))), null);
        }
        catch (JsonException e)
        {
            // The position only: the library's own message may quote the body.
            var place = string.Create(CultureInfo.InvariantCulture, $"Reading stopped in line {e.LineNumber + 1}, byte {e.BytePositionInLine}.");
            return (null, new Refusal(ProblemType.MalformedJson, body.Length == 0 ? "The body is empty; a JSON object is needed." : place));
        }
    }

    /// <summary>An id of the caller's from the path.</summary>
    public string PathId(string name)
    {
        var id = (string?)_http.Request.RouteValues[name] ?? "";
        if (!ExternalId.Fits(id))
        {
            Faults.Add($"path:{name}", "invalid-id", ExternalId.Rule);
        }

        return id;
    }

    /// <summary>A part of the path, as it is.</summary>
    public string Path(string name) => (string?)_http.Request.RouteValues[name] ?? "";

    public string? Query(string name)
    {
        if (!_http.Request.QueryString.HasValue)
        {
            return null;
        }

        var values = _http.Request.Query[name];
        return values.Count == 0 ? null : values[0];
    }

    public string? QueryOneOf(string name, IReadOnlyList<string> choices)
    {
        var value = Query(name);
        if (value is not null && !choices.Contains(value, StringComparer.Ordinal))
        {
            Faults.Add($"?{name}", "out-of-range", $"This must be one of {string.Join(", ", choices)}.");
            return null;
        }

        return value;
    }

    public string? QueryId(string name)
    {
        var value = Query(name);
        if (value is not null && !ExternalId.Fits(value))
        {
            Faults.Add($"?{name}", "invalid-id", ExternalId.Rule);
            return null;
        }

        return value;
    }

    public int? QueryWhole(string name, int least, int most)
    {
        var value = Query(name);
        if (value is null)
        {
            return null;
        }

        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
        {
            Faults.Add($"?{name}", "out-of-range", $"This must be a whole number from {least} to {most}.");
            return null;
        }

        return number;
    }

    public bool QueryFlag(string name) => QueryOneOf(name, Flag) == "true";

    public DateTimeOffset? QueryInstant(string name)
    {
        var value = Query(name);
        if (value is null)
        {
            return null;
        }

        // A plus sign that was not escaped arrives as a space; no instant holds a space otherwise.
        var fault = Instant.Read(value.Replace(' ', '+'), out var instant);
        if (fault is not null)
        {
            Faults.Add($"?{name}", fault, "Write an RFC 3339 instant with offset, such as 2026-03-02T10:00:00Z.");
            return null;
        }

        return instant;
    }

    /// <summary>
    /// Which page is asked for. A cursor brings the filter of its list along; the same query may be sent again with it, another
    /// one is a fault. <paramref name="filter"/> names the parameters that make the filter.
    /// </summary>
    public PageRequest Page(params ReadOnlySpan<string> filter)
    {
        var cursors = _http.RequestServices.GetRequiredService<Cursors>();
        var path = _http.Request.Path.Value!;
        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in filter)
        {
            if (Query(name) is { } value)
            {
                sent[name] = value;
            }
        }

        var limit = QueryWhole("limit", 1, 500);
        if (Query("cursor") is not { } cursor)
        {
            return new PageRequest(path, sent, limit ?? 100, null, cursors);
        }

        if (cursors.Read(cursor, Call.Caller.Organization, path) is not { } content)
        {
            Faults.Add("?cursor", "invalid-cursor", "This is no cursor of this list. Begin again without one.");
            return new PageRequest(path, sent, limit ?? 100, null, cursors);
        }

        foreach (var (name, value) in sent)
        {
            if (content.Filter.GetValueOrDefault(name) != value)
            {
                Faults.Add($"?{name}", "cursor-mismatch", "The cursor belongs to another query. Send the query that it came from, or the cursor alone.");
            }
        }

        return new PageRequest(path, content.Filter, limit ?? content.Limit, content.After, cursors);
    }

    private static Input Checked(Input input)
    {
        input.CheckQuery();
        input.CheckIdempotencyKey();
        return input;
    }

    /// <summary>Whether a content type is JSON in UTF-8.</summary>
    public static bool IsJson(string? contentType)
    {
        if (contentType is "application/json" or "application/json; charset=utf-8")
        {
            return true;
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        return type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);
    }

    private void CheckIdempotencyKey()
    {
        if (Call.Once is { Key: var key } && (key.Length is 0 or > 200 || key.Any(c => c is < ' ' or > '~')))
        {
            Faults.Add("header:Idempotency-Key", "invalid-format", "An Idempotency-Key has 1 to 200 printable ASCII characters.");
        }
    }

    private void CheckQuery()
    {
        if (!_http.Request.QueryString.HasValue)
        {
            return;
        }

        var known = _http.GetEndpoint()?.Metadata.GetMetadata<QueryParameters>()?.All ?? [];
        foreach (var (name, values) in _http.Request.Query)
        {
            if (!known.Any(p => p.Name == name))
            {
                Faults.Add($"?{name}", "unknown-parameter", $"There is no such query parameter here.{(known.Count > 0 ? " Known: " + string.Join(", ", known.Select(p => p.Name)) + "." : "")}");
            }
            else if (values.Count > 1)
            {
                Faults.Add($"?{name}", "duplicate-parameter", "This query parameter stands more than once.");
            }
            else if (values.ToString().Any(char.IsControl))
            {
                Faults.Add($"?{name}", "invalid-format", "The value holds control characters.");
            }
        }
    }
}
