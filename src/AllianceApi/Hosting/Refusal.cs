using System.Collections.Immutable;

namespace AllianceApi.Hosting;

/// <summary>An answer that is not the result asked for: which kind, why this time, and what to mend.</summary>
internal sealed record Refusal(ProblemType Type, string Detail)
{
    /// <summary>Every fault of the request; empty where the kind has none.</summary>
    public ImmutableArray<Fault> Faults { get; init; } = [];

    /// <summary>Path of the stored thing that stands in the way, if there is one.</summary>
    public string? Existing { get; init; }

    public static Refusal Invalid(IEnumerable<Fault> faults)
    {
        ImmutableArray<Fault> all = [.. faults];
        return new Refusal(ProblemType.InvalidRequest, all.Length == 1 ? all[0].Message : $"The request has {all.Length} faults; each is listed in errors.") { Faults = all };
    }

    public static Refusal Invalid(string pointer, string code, string message) => Invalid([new Fault(pointer, code, message)]);

    public static Refusal NotFound(string what) => new(ProblemType.NotFound, $"There is no such {what} within your sight.");
}
