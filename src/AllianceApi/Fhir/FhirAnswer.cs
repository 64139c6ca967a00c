using AllianceApi.Hosting;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir;

/// <summary>What an interaction answers: a resource with where and what version it is, or why not.</summary>
internal sealed record FhirAnswer(int Status)
{
    public Resource? Resource { get; init; }

    /// <summary>Where a made resource is, with its version.</summary>
    public string? Location { get; init; }

    public string? Version { get; init; }

    public DateTimeOffset? LastModified { get; init; }

    /// <summary>What is to be said besides, or why it was refused.</summary>
    public IReadOnlyList<FhirIssue> Issues { get; init; } = [];

    public bool IsRefused => Status >= 400;

    /// <summary>A resource as it is now.</summary>
    public static FhirAnswer Of(Resource resource, int status = StatusCodes.Status200OK) => new(status)
    {
        Resource = resource,
        Version = resource.Meta?.VersionId,
        LastModified = resource.Meta?.LastUpdated,
    };

    /// <summary>A resource that was made, or that was there already under the same name.</summary>
    public static FhirAnswer At(FhirContext context, Resource resource, int status) => Of(resource, status) with
    {
        Location = $"{context.Base}/{resource.TypeName}/{resource.Id}/_history/{resource.Meta!.VersionId}",
    };

    public static FhirAnswer Refused(int status, params IReadOnlyList<FhirIssue> issues) => new(status) { Issues = issues };

    public static FhirAnswer Refused(Refusal refusal) => new(FhirIssue.StatusOf(refusal)) { Issues = FhirIssue.Of(refusal) };

    public static FhirAnswer NotFound(string type) => Refused(404, FhirIssue.Error(OperationOutcome.IssueType.NotFound, $"There is no such {type} within your sight."));
}
