using System.Globalization;

namespace AllianceApi.Hosting;

/// <summary>What an <c>If-Match</c> header asks: any state, or one of some revisions.</summary>
/// <param name="Any">Whether it was <c>*</c>.</param>
/// <param name="Revisions">The revisions that its tags name.</param>
internal sealed record Precondition(bool Any, IReadOnlyList<long> Revisions)
{
    /// <summary>Null where the header is absent. A weak or foreign tag names no revision and so never holds.</summary>
    public static Precondition? Of(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return null;
        }

        var tags = header.SelectMany(h => (h ?? "").Split(',')).Select(t => t.Trim()).Where(t => t.Length > 0).ToList();
        return new Precondition(tags.Contains("*"), [.. tags.Select(Revision).OfType<long>()]);
    }

    /// <summary>The refusal where a change of a resource at <paramref name="revision"/> is not allowed; null where it is.</summary>
    public static Refusal? Check(Precondition? precondition, long revision) => precondition switch
    {
        null => new Refusal(ProblemType.PreconditionRequired, "Send If-Match with the ETag of the state that you mean to change."),
        { Any: true } => null,
        _ when precondition.Revisions.Contains(revision) => null,
        _ => new Refusal(ProblemType.PreconditionFailed, "The resource has changed since the state that If-Match names. Read it again."),
    };

    /// <summary>The refusal where the caller means to change what does not exist, so that it makes nothing by mistake; null where it may be made.</summary>
    public static Refusal? CheckAbsent(Precondition? precondition) => precondition is null
        ? null
        : new Refusal(ProblemType.PreconditionFailed, "If-Match names a state of something that does not exist. Leave If-Match out to make it.");

    private static long? Revision(string tag)
    {
        var dash = tag.IndexOf('-', StringComparison.Ordinal);
        return tag.Length > 2 && tag[0] == '"' && dash > 1 && long.TryParse(tag.AsSpan(1, dash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;
    }
}
