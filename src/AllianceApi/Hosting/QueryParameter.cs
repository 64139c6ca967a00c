namespace AllianceApi.Hosting;

/// <summary>
/// A query parameter that an endpoint takes. The declaration is endpoint metadata: it makes the OpenAPI text, and whatever is
/// not declared is refused.
/// </summary>
/// <param name="Name">Name as it stands in the query.</param>
/// <param name="Description">What it does, for the API's description.</param>
/// <param name="Type">JSON type: string, integer or boolean.</param>
/// <param name="Example">An example value.</param>
/// <param name="Choices">The values it may have; null for any.</param>
/// <param name="Format">Format of a text, such as date-time.</param>
/// <param name="Least">Least value of a number.</param>
/// <param name="Most">Greatest value of a number.</param>
internal sealed record QueryParameter(
    string Name, string Description, string Type = "string", string? Example = null, string[]? Choices = null, string? Format = null, int? Least = null, int? Most = null)
{
    public static readonly QueryParameter Limit = new("limit", "Most rows of this page, 1 to 500.", "integer", "100", Least: 1, Most: 500);

    public static readonly QueryParameter Cursor = new("cursor", "Where to go on: `next` of the page before.", "string", "AbCdEf0123");

    public static readonly QueryParameter Instrument = new("instrument", "Instrument id, with or without a version (`wai-sr@2006`).", "string", "wai-sr");

    public static readonly QueryParameter Version = new("version", "Version of the instrument; the one last used when absent.", "string", "2006");

    public static readonly QueryParameter Rater = new("rater", "Whose answers: client, therapist or observer.", "string", "client", ["client", "therapist", "observer"]);

    public static readonly QueryParameter AsOf = new("asOf", "An RFC 3339 instant with offset: what could be known then, from the times at which responses were recorded.", "string", "2026-03-02T10:00:00Z", Format: "date-time");
}

/// <summary>The query parameters of an endpoint.</summary>
internal sealed record QueryParameters(IReadOnlyList<QueryParameter> All);

/// <summary>A request header that an endpoint takes, for the OpenAPI text.</summary>
internal sealed record HeaderParameter(string Name, string Description, string? Example = null)
{
    public static readonly HeaderParameter IfMatch = new("If-Match", "ETag of the state to change; required when the resource exists.", "\"1-0123456789abcdef\"");

    public static readonly HeaderParameter IfNoneMatch = new("If-None-Match", "ETag that the caller holds; 304 when it still stands.", "\"1-0123456789abcdef\"");

    public static readonly HeaderParameter BreakGlass = new("X-Break-Glass", "Why a clinician reads what is another clinician's of the organization. Written to the audit log, where the privacy officer can list it.", "crisis call, her therapist can not be reached");

    public static readonly HeaderParameter IdempotencyKey = new("Idempotency-Key", "1 to 200 printable characters, quoted or bare. The same key with the same body within 24 hours replays the first answer.", "\"b1f6d2c4\"");
}
