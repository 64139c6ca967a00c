namespace AllianceApi.Hosting;

/// <summary>A refusal as RFC 9457 problem details.</summary>
/// <param name="Type">Path of the page that explains this kind of problem: <c>/problems/{slug}</c>.</param>
/// <param name="Title">Short summary of the kind.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong this time, by which rule, and how to mend it.</param>
/// <param name="Instance">Path of the request.</param>
/// <param name="TraceId">Id of the request in the service's log.</param>
/// <param name="Retryable">Whether the same request may succeed later without a change.</param>
/// <param name="Existing">Path of the stored resource that stands in the way.</param>
/// <param name="Errors">Every fault of the request.</param>
internal sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string TraceId,
    bool Retryable,
    string? Existing,
    IReadOnlyList<Fault>? Errors);
