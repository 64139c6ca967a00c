using System.Globalization;
using System.Text.Json.Nodes;

namespace AllianceApi.Tests.Running;

/// <summary>What tests do over and over: steps that must succeed, and ways into JSON.</summary>
internal static class Steps
{
    /// <summary>Submits a form that is new.</summary>
    public static async Task<JsonObject> Enter(this Clinic clinic, string episodeId, JsonNode form, Api? by = null)
    {
        var answer = await clinic.Submit(episodeId, form, by);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return answer.Json;
    }

    /// <summary>Submits forms of WAI-SR with these totals for sessions 1, 2, 3, ...</summary>
    public static async Task EnterTotals(this Clinic clinic, string episodeId, params double[] totals)
    {
        for (var i = 0; i < totals.Length; i++)
        {
            await clinic.Enter(episodeId, Forms.Of(i + 1, totals[i]));
        }
    }

    /// <summary>Reads what must be there.</summary>
    public static async Task<JsonObject> Read(this Api api, string path)
    {
        var answer = await api.Get(path);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer.Json;
    }

    public static Task<JsonObject> Trend(this Clinic clinic, string episodeId, string query = "") => clinic.Integration.Read($"/v1/episodes/{episodeId}/trend{query}");

    /// <summary>The trend as it could be known at an instant.</summary>
    public static Task<JsonObject> TrendAsOf(this Clinic clinic, string episodeId, DateTimeOffset asOf) =>
        clinic.Trend(episodeId, $"?asOf={asOf.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)}");

    /// <summary>Now, after everything before and before everything after.</summary>
    public static async Task<DateTimeOffset> Moment()
    {
        await Task.Delay(3);
        var now = TimeProvider.System.GetUtcNow();
        await Task.Delay(3);
        return now;
    }

    public static JsonObject Scale(this JsonNode resource, string name = "total") => resource["scales"]!.AsArray().Single(s => s.Text("scale") == name)!.AsObject();

    public static JsonObject Score(this JsonNode response, string name = "total") => response["scores"]!.AsArray().Single(s => s.Text("scale") == name)!.AsObject();

    /// <summary>The alerts of an episode, oldest first.</summary>
    public static async Task<List<JsonNode>> Alerts(this Clinic clinic, string episodeId) =>
        [.. (await clinic.Integration.All("/v1/alerts")).Where(a => a.Text("episodeId") == episodeId).OrderBy(a => a.Text("raisedAt"), StringComparer.Ordinal)];

    /// <summary>The row of an episode in the caseload of its clinician.</summary>
    public static async Task<JsonNode> CaseloadRow(this Api api, string episodeId) => (await api.All("/v1/caseload")).Single(r => r.Text("episodeId") == episodeId);

    /// <summary>A node by its path, such as <c>scales.0.level.value</c>.</summary>
    public static JsonNode? Path(this JsonNode? node, string path) =>
        path.Split('.').Aggregate(node, (n, part) => n is JsonArray a ? a[int.Parse(part, CultureInfo.InvariantCulture)] : n?[part]);

    public static double? Number(this JsonNode? node, string path) => (double?)node.Path(path);

    public static int? Whole(this JsonNode? node, string path) => (int?)node.Path(path);

    public static string? Text(this JsonNode? node, string path) => (string?)node.Path(path);

    /// <summary>The values of one member in each element of an array.</summary>
    public static List<T?> Each<T>(this JsonNode? node, string array, string member) => [.. node.Path(array)!.AsArray().Select(e => e.Path(member) is { } v ? v.GetValue<T>() : default)];

    public static List<string?> Texts(this JsonNode? node, string path) => [.. node.Path(path)!.AsArray().Select(t => (string?)t)];
}
