using AllianceApi.Hosting;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir;

/// <summary>One thing to say about a request: how bad, what kind, in words, and where in the resource or the query.</summary>
internal sealed record FhirIssue(IssueSeverity Severity, IssueType Code, string Text, string? Expression = null)
{
    public static FhirIssue Error(IssueType code, string text, string? expression = null) => new(IssueSeverity.Error, code, text, expression);

    public static FhirIssue Warning(IssueType code, string text, string? expression = null) => new(IssueSeverity.Warning, code, text, expression);

    public bool IsError => Severity is IssueSeverity.Error or IssueSeverity.Fatal;

    /// <summary>Issues as the resource that tells of them.</summary>
    public static OperationOutcome Outcome(IEnumerable<FhirIssue> issues) => new() { Issue = [.. issues.Select(i => i.Component())] };

    /// <summary>The outcome that says that nothing is wrong.</summary>
    public static OperationOutcome AllWell(string text) => Outcome([new FhirIssue(IssueSeverity.Information, IssueType.Informational, text)]);

    /// <summary>What a refusal of a use case says, in FHIR's words.</summary>
    public static IReadOnlyList<FhirIssue> Of(Refusal refusal)
    {
        var code = CodeOf(refusal.Type);
        return refusal.Faults.IsEmpty
            ? [Error(code, refusal.Detail)]
            : [.. refusal.Faults.Select(f => Error(CodeOf(f.Code) ?? code, $"{f.Message} ({f.Pointer})"))];
    }

    /// <summary>The HTTP status of a refusal: that of our own API, but where FHIR has another custom.</summary>
    public static int StatusOf(Refusal refusal) => refusal.Type == ProblemType.PreconditionRequired
        ? StatusCodes.Status412PreconditionFailed
        : refusal.Type == ProblemType.HeadersTooLarge ? StatusCodes.Status400BadRequest : refusal.Type.Status;

    private IssueComponent Component() => new()
    {
        Severity = Severity,
        Code = Code,
        Details = new CodeableConcept { Text = Text },
        Diagnostics = Text,
        Expression = Expression is null ? [] : [Expression],
    };

    private static IssueType CodeOf(ProblemType type) => type.Slug switch
    {
        "malformed-json" => IssueType.Structure,
        "unauthenticated" => IssueType.Login,
        "forbidden" => IssueType.Forbidden,
        "not-found" => IssueType.NotFound,
        "method-not-allowed" or "not-acceptable" or "unsupported-media-type" => IssueType.NotSupported,
        "already-exists" or "response-exists" => IssueType.Duplicate,
        "session-order" or "fixed-member" or "in-use" or "wrong-state" or "request-in-progress" or "precondition-failed" or "precondition-required" => IssueType.Conflict,
        "gone" => IssueType.Deleted,
        "body-too-large" or "headers-too-large" => IssueType.TooLong,
        "nothing-to-score" or "wording-missing" or "idempotency-key-reused" => IssueType.BusinessRule,
        "too-many-requests" => IssueType.Throttled,
        "unavailable" => IssueType.Transient,
        "unexpected" => IssueType.Exception,
        _ => IssueType.Invalid,
    };

    private static IssueType? CodeOf(string fault) => fault switch
    {
        "required" => IssueType.Required,
        "unknown-item" or "unknown-instrument" => IssueType.NotFound,
        "out-of-range" => IssueType.Invariant,
        "rater-not-allowed" => IssueType.BusinessRule,
        _ => null,
    };
}
