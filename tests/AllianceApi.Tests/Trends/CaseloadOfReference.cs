using System.Globalization;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Trends;

/// <summary>The simulated caseload of the reference results: item answers of clients (c1 to c12) and therapists (t1 to t12).</summary>
internal static class CaseloadOfReference
{
    private static readonly string Folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Reference", "golden");

    private static readonly Lazy<List<Dictionary<string, string>>> Rows = new(() =>
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "caseload.csv"));
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Select(l => header.Zip(l.Split(',')).ToDictionary(c => c.First, c => c.Second))];
    });

    public static JsonObject Open(string name) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")))!.AsObject();

    /// <summary>The submissions of one rater for one client, by session.</summary>
    public static IEnumerable<(int Session, JsonObject Form)> Forms(string client, string rater) =>
        from row in Rows.Value
        where row["client"] == client
        let answers = Enumerable.Range(1, 12).Select(i => Answer(row[$"{rater[0]}{i}"])).ToList()
        where answers.Exists(a => a is not null)
        let session = int.Parse(row["session"], CultureInfo.InvariantCulture)
        select (session, Clinic.Form(session, answers, rater, heldAt: $"{row["date"]}T10:00:00Z"));

    private static double? Answer(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
