using System.Text.RegularExpressions;
using AllianceApi.Shell;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Shell;

/// <summary>The guide for operators names what there is: every setting, every metric, every command.</summary>
internal sealed partial class OperationGuideTests
{
    private static readonly string Guide = Repository.Read("docs", "operation.md");

    [Test]
    public void EverySettingThatIsReadStandsInTheGuide()
    {
        var read = InSources(Setting()).Append("ALLIANCE_ADMIN_KEY").ToList();
        Assert.That(read, Has.Count.GreaterThan(5));
        Assert.That(read.Where(s => !Guide.Contains($"| `{s}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void EveryMetricOfOursStandsInTheGuide()
    {
        var made = InSources(Metric()).Select(m => m.Replace('.', '_')).ToList();
        Assert.That(made, Has.Count.GreaterThan(4));
        Assert.That(made.Where(m => !Guide.Contains($"`{m}", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task EveryMetricOfOursInTheGuideIsThere()
    {
        await using var service = await RunningService.Start();
        await service.Admin.Get("/v1/keys");
        var told = (await service.Api(null).Get("/metrics")).Text;
        var named = Named().Matches(Guide).Select(m => m.Groups["name"].Value).Distinct().ToList();
        Assert.That(named, Has.Count.GreaterThan(4));
        Assert.That(named.Where(n => !told.Contains($"\n# TYPE {n} ", StringComparison.Ordinal)), Is.Empty, told);
    }

    [Test]
    public void EveryCommandStandsInTheGuide() =>
        Assert.That(CommandHelp.Commands.Where(c => !Guide.Contains(c, StringComparison.Ordinal)), Is.Empty);

    private static IEnumerable<string> InSources(Regex pattern) =>
        Repository.Sources("src", "AllianceApi").SelectMany(f => pattern.Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value)).Distinct();

    [GeneratedRegex("\"(?<name>[A-Z][A-Za-z]+:[A-Z][A-Za-z]+)(?=[\": ])", RegexOptions.None, 1000)]
    private static partial Regex Setting();

    [GeneratedRegex("\"(?<name>alliance(?:\\.[a-z]+)+)\"", RegexOptions.None, 1000)]
    private static partial Regex Metric();

    [GeneratedRegex("`(?<name>(?:alliance|http_server)_[a-z_]+)`", RegexOptions.None, 1000)]
    private static partial Regex Named();
}
