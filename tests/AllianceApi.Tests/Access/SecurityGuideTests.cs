using System.Globalization;
using System.Text.RegularExpressions;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access;

/// <summary>What docs/security.md says is met names a test that exists, and no requirement of the standard is left out.</summary>
internal sealed partial class SecurityGuideTests
{
    // ASVS 5.0.0: the last requirement of levels 1 and 2 in each section; those of level 3 come after it. WebRTC is one line for all.
    private const string Sections =
        "1.1.2 1.2.9 1.3.11 1.4.3 1.5.2 2.1.3 2.2.3 2.3.4 2.4.1 3.2.2 3.3.4 3.4.6 3.5.5 3.7.2 4.1.3 4.2.1 4.3.2 4.4.4 5.1.1 5.2.3 5.3.2 5.4.3 6.1.3 6.2.11 6.3.3 6.4.4 6.5.5 6.6.3 6.8.4 " +
        "7.1.3 7.2.4 7.3.2 7.4.5 7.5.2 7.6.2 8.1.2 8.2.3 8.3.1 8.4.1 9.1.3 9.2.4 10.1.2 10.2.2 10.3.4 10.4.11 10.5.5 10.6.2 10.7.3 11.1.2 11.2.3 11.3.3 11.4.4 11.5.1 11.6.1 12.1.3 12.2.2 12.3.4 " +
        "13.1.1 13.2.5 13.3.2 13.4.5 14.1.2 14.2.4 14.3.3 15.1.3 15.2.3 15.3.7 16.1.1 16.2.5 16.3.4 16.4.3 16.5.3";

    private static readonly string Guide = Repository.Read("docs", "security.md");
    private static readonly Dictionary<string, string> Tests = Repository.Sources("tests").GroupBy(f => Path.GetFileNameWithoutExtension(f)).ToDictionary(g => g.Key, g => File.ReadAllText(g.First()), StringComparer.Ordinal);

    [TestCase("security.md")]
    [TestCase("privacy.md")]
    public void EveryTestThatIsNamedExists(string document)
    {
        var named = Named().Matches(Repository.Read("docs", document)).Select(m => (Class: m.Groups["class"].Value, Method: m.Groups["method"].Value)).Distinct().ToList();
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, method) in named)
            {
                Assert.That(Tests.GetValueOrDefault(name) ?? "", Does.Contain("[Test").And.Contain($"class {name}").And.Contain(method.Length == 0 ? name : $" {method}("), $"{name}.{method}");
            }
        }

        Assert.That(named, document == "security.md" ? Has.Count.GreaterThan(40) : Is.Not.Null);
    }

    [Test]
    public void EveryRequirementOfLevelsOneAndTwoHasItsLine()
    {
        var expected = Sections.Split(' ').SelectMany(last => Range(last[..(last.LastIndexOf('.') + 1)], 1, int.Parse(last[(last.LastIndexOf('.') + 1)..], CultureInfo.InvariantCulture)));
        var told = Lines().SelectMany(l => Range(l.Groups["section"].Value, Number(l, "first"), l.Groups["last"].Success ? Number(l, "last") : Number(l, "first")));
        Assert.That(told, Is.EqualTo(expected));
    }

    [Test]
    public void WhatIsMetSaysHowAndWhatIsNotSaysWhy()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var line in Lines())
            {
                var (state, why) = (line.Groups["state"].Value, line.Groups["why"].Value);
                Assert.That(state, Is.AnyOf("met", "partly", "operator", "n/a"), line.Value);
                Assert.That(why.Trim(), Is.Not.Empty, line.Value);
                Assert.That(state != "met" || why.Contains('`', StringComparison.Ordinal), Is.True, line.Value);
            }
        }
    }

    [Test]
    public void AllOfTheTopTenAreThere() => Assert.That(TopTen().Matches(Guide).Select(m => int.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture)), Is.EqualTo(Enumerable.Range(1, 10)));

    private static List<Match> Lines() => [.. Line().Matches(Guide).AsEnumerable()];

    private static IEnumerable<string> Range(string section, int first, int last) => Enumerable.Range(first, last - first + 1).Select(n => $"{section}{n}");

    private static int Number(Match line, string group) => int.Parse(line.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"`(?<class>[A-Z]\w*Tests|AccessTable)(?:\.(?<method>\w+))?`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"^\| (?<section>\d+\.\d+\.)(?<first>\d+)(?:-\d+\.\d+\.(?<last>\d+))? \| (?<state>[^|]+) \| (?<why>.+) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();

    [GeneratedRegex(@"^\| API(?<number>\d+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TopTen();
}
