namespace AllianceApi.Hosting;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Pointer">Where: a JSON Pointer (RFC 6901) into the body, such as <c>/answers/3</c>.</param>
/// <param name="Code">What kind, for programs: lower case with hyphens, stable.</param>
/// <param name="Message">What and which rule, for people.</param>
internal sealed record Fault(string Pointer, string Code, string Message);
