
namespace Alliance.Measurement.Tests;

/// <summary>Compares a text with the file of the same name under <c>Reference</c>; UPDATE_SNAPSHOTS=1 writes that file anew.</summary>
internal static class Snapshot
{
    public static void Matches(string name, string text)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(Path.Combine(Source(), "Reference", name), text);
            return;
        }

        Assert.That(text, Is.EqualTo(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Reference", name))));
    }

    private static string Source()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Alliance.Measurement.Tests.csproj")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The project of the tests lies above the folder in which they run.");
    }
}
