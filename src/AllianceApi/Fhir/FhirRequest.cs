using System.Globalization;
using AllianceApi.Hosting;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir;

/// <summary>One interaction that is asked for: by an HTTP request of its own, or as an entry of a bundle.</summary>
internal sealed record FhirRequest(FhirContext Context, string Type, string? Id, string? VersionId, IReadOnlyList<KeyValuePair<string, string>> Query)
{
    /// <summary>The resource that was sent.</summary>
    public Resource? Body { get; init; }

    public string? IfMatch { get; init; }

    public string? IfNoneExist { get; init; }

    /// <summary>Whether what is not understood in a search is to be passed over.</summary>
    public bool IsLenient { get; init; }

    /// <summary>What <c>If-Match</c> asks; null without one.</summary>
    public Precondition? Precondition
    {
        get
        {
            if (IfMatch is null)
            {
                return null;
            }

            var versions = IfMatch.Split(',').Select(t => t.Trim()).Select(t => t.StartsWith("W/", StringComparison.Ordinal) ? t[2..] : t).Select(t => t.Trim('"')).ToList();
            return new Precondition(versions.Contains("*"), [.. versions.Select(v => long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : -1)]);
        }
    }

    /// <summary>The resource that was sent, where it is of the type that the path names.</summary>
    public T? Sent<T>()
        where T : Resource => Body as T;
}
