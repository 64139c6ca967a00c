using AllianceApi.Trends.Chart;

namespace AllianceApi.Tests.Trends.Chart;

/// <summary>
/// Holds the picture in the documentation to what the service draws. To draw it anew:
/// <c>UPDATE_IMAGES=1 dotnet test tests/AllianceApi.Tests --filter ChartImage</c>.
/// </summary>
internal sealed class ChartImageTests
{
    [Test]
    public void The_picture_in_the_documentation_is_the_chart()
    {
        var drawn = TrendChart.Svg(ChartSeries.Reference["H1-classic-v"], scoresVisible: true);
        var file = Path.Combine(Repository(), "docs", "images", "trend.svg");
        if (Environment.GetEnvironmentVariable("UPDATE_IMAGES") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, drawn);
        }

        Assert.That(File.ReadAllBytes(file), Is.EqualTo(drawn), "UPDATE_IMAGES=1 draws it anew.");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AllianceApi.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
