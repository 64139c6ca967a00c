using System.Xml.Linq;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Architecture;

/// <summary>How a type looks in this house.</summary>
internal sealed class HouseRuleTests
{
    private const int LongestFile = 300;
    private static readonly string[] BadEndings = ["Manager", "Helper", "Helpers", "Util", "Utils", "Service"];

    [Test]
    public void TheServiceShowsNothingToOtherAssemblies() =>
        Assert.That(Code.Service.GetExportedTypes().Where(t => t.Namespace?.StartsWith("AllianceApi", StringComparison.Ordinal) == true), Is.Empty);

    [Test]
    public void AClassIsSealedWhereNoneOfOursIsDerivedFromIt()
    {
        var all = Code.Written(Code.Service).Concat(Code.Written(Code.Measurement)).ToList();
        var parents = all.Select(t => t.BaseType).OfType<Type>().Select(p => p.IsGenericType ? p.GetGenericTypeDefinition() : p).ToHashSet();
        var open = all.Where(t => t is { IsClass: true, IsSealed: false } && !parents.Contains(t));
        Assert.That(open.Select(t => t.FullName).Where(n => n != nameof(Program)), Is.Empty);
    }

    [Test]
    public void NamesSayWhatAThingIs()
    {
        var vague = Code.Written(Code.Service).Concat(Code.Written(Code.Measurement))
            .Where(t => BadEndings.Any(e => t.Name.Split('`')[0].EndsWith(e, StringComparison.Ordinal)));
        Assert.That(vague.Select(t => t.FullName), Is.Empty);
    }

    [Test]
    public void FilesAreShort()
    {
        var files = Repository.Sources("src").Concat(Repository.Sources("tests")).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(files, Has.Count.GreaterThan(100), "the sources are found");
            Assert.That(files.Where(f => File.ReadLines(f).Count() > LongestFile), Is.Empty);
            Assert.That(File.ReadLines(Repository.PathOf("src", "AllianceApi", "Program.cs")).Count(), Is.LessThanOrEqualTo(80), "a table of contents");
        }
    }

    [Test]
    public void EveryPublicMeasurementTypeIsDocumented()
    {
        var described = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Alliance.Measurement.xml")).Descendants("member")
            .Where(m => m.Element("summary") is { } s && s.Value.Trim().Length > 0)
            .Select(m => (string?)m.Attribute("name"))
            .ToHashSet();
        var types = Code.Measurement.GetExportedTypes();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(types, Is.Not.Empty);
            Assert.That(types.Select(t => $"T:{t.FullName!.Replace('+', '.')}").Where(n => !described.Contains(n)), Is.Empty);
        }
    }

    [Test]
    public void EveryMeasurementTypeIsPureData()
    {
        // No clock, no chance, no file, no thread: what goes in decides what comes out.
        string[] banned = ["System.DateTime", "System.TimeProvider", "System.Random", "System.IO.", "System.Net.", "System.Threading.", "System.Environment", "System.Console", "System.Diagnostics.Process"];
        var impure = Code.Uses.Where(u => u.From.StartsWith("Alliance.Measurement.", StringComparison.Ordinal)
            && banned.Any(b => b[^1] == '.' ? u.To.StartsWith(b, StringComparison.Ordinal) : u.To == b));
        Assert.That(impure, Is.Empty);
    }

    [Test]
    public void NoServiceOfOursLivesForOneRequestAlone()
    {
        IServiceCollection services = new ServiceCollection();
        using var app = Program.Build([], builder => (builder.Configuration["ConnectionStrings:Alliance"], services) = ("Data Source=" + Path.Combine(Path.GetTempPath(), "never-opened.db"), builder.Services));
        var made = services.Where(s => s.Lifetime != ServiceLifetime.Singleton && (IsOurs(s.ServiceType) || IsOurs(s.ImplementationType)));
        Assert.That(made.Select(s => $"{s.Lifetime} {s.ServiceType.FullName} {s.ImplementationType?.FullName}"), Is.Empty);

        static bool IsOurs(Type? type) => type is not null && (type.Assembly == Code.Service || type.Assembly == Code.Measurement || type.Assembly.GetName().Name!.StartsWith("MediatR", StringComparison.Ordinal));
    }

    [Test]
    public void EveryEndpointOfTheApiNamesItsOperation()
    {
        using var app = Program.Build([], builder => builder.Configuration["ConnectionStrings:Alliance"] = "Data Source=" + Path.Combine(Path.GetTempPath(), "never-opened.db"));
        var routes = ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>().ToList();
        Assert.That(routes, Has.Count.GreaterThan(20));
        Assert.That(routes.Where(r => r.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal) && r.Metadata.GetMetadata<AllianceApi.Access.Allows>() is null).Select(r => r.RoutePattern.RawText), Is.Empty);
    }
}
