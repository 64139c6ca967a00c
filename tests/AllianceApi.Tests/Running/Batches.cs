using System.Text.Json.Nodes;

namespace AllianceApi.Tests.Running;

/// <summary>Batches of submissions and their answers.</summary>
internal static class Batches
{
    public const string Path = "/v1/responses/batch";
    public const string Ndjson = "application/x-ndjson";

    /// <summary>A form as a line of a batch.</summary>
    public static JsonObject In(this JsonObject form, string episodeId)
    {
        form.Remove("episodeId");
        form.Insert(0, "episodeId", episodeId);
        return form;
    }

    /// <summary>Lines as the text of a file.</summary>
    public static string Text(params IEnumerable<JsonNode> lines) => string.Concat(lines.Select(l => l.ToJsonString() + "\n"));

    /// <summary>Sends a file and takes its answer apart; the last one is that with the counts.</summary>
    public static async Task<List<JsonObject>> SendBatch(this Api api, string text, string contentType = Ndjson, bool dryRun = false)
    {
        var answer = await api.SendText(HttpMethod.Post, dryRun ? Path + "?dryRun=true" : Path, text, contentType);
        Assert.That((answer.Status, answer.Headers.GetValueOrDefault("Content-Type")), Is.EqualTo((200, Ndjson)), answer.Text);
        return Lines(System.Text.Encoding.UTF8.GetString(answer.Body));
    }

    public static List<JsonObject> Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject())];

    /// <summary>Number, status and kind of problem of each line.</summary>
    public static List<string> Ends(this List<JsonObject> results) =>
        [.. results.Where(r => r["line"] is not null).Select(r => $"{r["line"]} {r["status"]}{(r["problem"] is { } p ? " " + p.Text("type")!["/problems/".Length..] : "")}")];

    /// <summary>Created, unchanged and refused.</summary>
    public static (int? Created, int? Unchanged, int? Refused) Totals(this List<JsonObject> results)
    {
        Assert.That((bool?)results[^1]["done"], Is.True);
        return (results[^1].Whole("created"), results[^1].Whole("unchanged"), results[^1].Whole("refused"));
    }
}
