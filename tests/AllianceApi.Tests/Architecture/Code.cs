using System.Reflection;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace AllianceApi.Tests.Architecture;

/// <summary>Our assemblies as the rules see them: which type uses which, bodies of methods included.</summary>
internal static class Code
{
    public static readonly Assembly Service = typeof(Program).Assembly;

    public static readonly Assembly Measurement = typeof(Alliance.Measurement.Instruments.Instrument).Assembly;

    private static readonly Lazy<IReadOnlyList<(string From, string To)>> Used = new(() =>
    [
        .. new ArchLoader().LoadAssemblies(Service, Measurement).Build().Types
            .SelectMany(t => t.GetTypeDependencies().Select(to => (From: Outermost(t.FullName), To: Outermost(to.FullName))))
            .Where(d => d.From != d.To)
            .Distinct(),
    ]);

    /// <summary>Each use of one type by another, by full names; what is nested counts as the type around it.</summary>
    public static IReadOnlyList<(string From, string To)> Uses => Used.Value;

    /// <summary>The types that we wrote: none that a compiler or a generator made.</summary>
    public static IEnumerable<System.Type> Written(Assembly assembly) => assembly.GetTypes().Where(t =>
        !t.FullName!.Contains('<', StringComparison.Ordinal)
        && t.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null
        && t.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>() is null
        && t.Namespace is { } space
        && (space.StartsWith("AllianceApi", StringComparison.Ordinal) || space.StartsWith("Alliance.Measurement", StringComparison.Ordinal)));

    /// <summary>The slice of a type: the folder at the top that it lies under. <c>AllianceApi.Access.Keys.KeyStore</c> is in <c>Access</c>.</summary>
    public static string SliceOf(string fullName) => fullName.Split('.') is { Length: > 2 } parts ? parts[1] : "";

    public static string NameOf(string fullName) => fullName[(fullName.LastIndexOf('.') + 1)..];

    private static string Outermost(string fullName) => fullName.Split('+', '/')[0];
}
