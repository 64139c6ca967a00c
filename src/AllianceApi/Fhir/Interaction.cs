using AllianceApi.Access;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir;

/// <summary>Something that can be done with a type of resource: its route and its line in the capability statement come from here.</summary>
/// <param name="Code">The restful interaction, or the name of an operation with its dollar sign.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Template">Path below the type, such as <c>/{id}</c>.</param>
/// <param name="Operation">The right that it needs.</param>
/// <param name="Run">Does it.</param>
internal sealed record Interaction(string Code, string Method, string Template, Operation Operation, Func<FhirRequest, Task<FhirAnswer>> Run)
{
    public bool IsOperation => Code[0] == '$';

    public bool IsSearch => Code == "search-type";

    /// <summary>Whether its query is its own matter; else it takes none.</summary>
    public bool TakesQuery => IsSearch || Code is "$lastn" or "$validate" or "history-instance";

    public bool TakesBody => (Method == "POST" && !IsSearch) || Method == "PUT";
}

/// <summary>A parameter by which a type can be searched.</summary>
internal sealed record Parameter(string Name, SearchParamType Type, string Meaning);

/// <summary>A type of resource with all that can be done with it.</summary>
internal sealed record FhirType(string Name, IReadOnlyList<Interaction> Interactions)
{
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    public IReadOnlyList<string> Includes { get; init; } = [];

    public IReadOnlyList<string> RevIncludes { get; init; } = [];

    /// <summary>By what a search can be sorted.</summary>
    public IReadOnlyList<string> Sorts { get; init; } = [];

    public string? Profile { get; init; }

    public string Documentation { get; init; } = "";

    /// <summary>What to say of a method that a path of this type does not take.</summary>
    public string? WhyNot { get; init; }

    public bool TakesConditionalCreate { get; init; }
}
