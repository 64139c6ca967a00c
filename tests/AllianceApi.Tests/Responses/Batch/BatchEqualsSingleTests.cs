using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses.Batch;

/// <summary>Two episodes take the same submissions, one by single calls and one by a batch: all answers and all that is stored are the same.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class BatchEqualsSingleTests(Store store) : ClinicFixture(store)
{
    private static readonly double[] Totals = [4.5, 4.25, 4.5, 4.75, 4.5, 4.25, 2, 2.25, 2, 4.5, 4.75, 4.5];

    [Test]
    public async Task A_series_with_a_strain_has_the_same_trend_headline_and_alerts()
    {
        JsonObject[] forms = [.. Totals.Select((t, i) => Forms.Of(i + 1, t)), .. Totals.Select((t, i) => Forms.Of(i + 1, t, "therapist"))];
        await AreTheSame(forms);
    }

    [Test]
    public async Task Good_and_bad_lines_in_any_order_have_the_same_ends()
    {
        await AreTheSame(
        [
            Forms.Of(3, 4), Forms.Of(1, 4), Forms.Of(1, 4), Forms.Of(1, 3), Forms.Of(2, 9), Clinic.Form(2, [4, 4]), Forms.Of(2, 4).With("setting", "clinic").With("durationSeconds", 10),
            Forms.Of(2, 4, "therapist").WithSession(new { number = 2 }), Forms.Of(9, 4).WithSession(new { number = 9 }), Forms.Of(4, 4).WithSession(new { number = 4, heldAt = Clinic.HeldAt(2) }),
            Forms.Of(4, 4, "observer"), Forms.Of(4, 4, "nobody"), Forms.Of(4, 4).With("more", 1), Forms.Of(4, 4).With("instrument", "no-such"), Forms.Of(4, 4).With("instrument", "wai-sr@2006"),
            Forms.Of(4, 4).With("answers", null), Forms.Of(4, 4).With("answers", new JsonObject { ["13"] = 1, ["x"] = 2, ["2"] = "3" }), Forms.Of(4, 4).With("completedAt", "2024-03-01T10:00:00"),
            Forms.Of(1, 4, "therapist").WithSession(new { number = 1, heldAt = Clinic.HeldAt(1), modality = "video" }), Forms.Of(5, 4).WithSession(new { number = 0, heldAt = "yesterday", more = true }),
        ]);
    }

    [Test]
    public async Task Sessions_without_numbers_find_the_same_order()
    {
        await AreTheSame(
        [
            Forms.At(Clinic.HeldAt(4)), Forms.At(Clinic.HeldAt(2)), Forms.At(Clinic.HeldAt(2), 3), Forms.Of(7, 4, heldAt: Clinic.HeldAt(7)), Forms.At(Clinic.HeldAt(9), 2), Forms.At(Clinic.HeldAt(6), 3.5),
            Forms.Of(2, 4, "therapist", Clinic.HeldAt(4)), Forms.At(Clinic.HeldAt(4), 4, "therapist"), Forms.At(Clinic.HeldAt(1)), Forms.Of(3, 2.5, heldAt: Clinic.HeldAt(2)), Forms.At(Clinic.HeldAt(1), 1),
        ]);
    }

    private async Task AreTheSame(JsonObject[] forms)
    {
        var (single, batch) = (await NewEpisode(), await NewEpisode());
        var ends = new List<string>();
        foreach (var (form, i) in forms.Select((f, i) => (f, i)))
        {
            var answer = await Clinic.Submit(single, form);
            ends.Add($"{i + 1} {answer.Status}{(answer.Problem is { } p ? $" {p} {Detail(answer.Json)} {string.Join(';', answer.Faults)}" : "")}");
        }

        var results = await Clinic.Integration.SendBatch(Batches.Text(forms.Select(f => f.DeepClone().AsObject().In(batch))));
        Assert.That(results.SkipLast(1).Select(End), Is.EqualTo(ends));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Stored(batch), Is.EqualTo(await Stored(single)));
        }
    }

    private static string End(JsonObject result) => result["problem"] is JsonObject problem
        ? $"{result["line"]} {result["status"]} {problem.Text("type")!["/problems/".Length..]} {Detail(problem)} {string.Join(';', problem["errors"]?.AsArray().Select(e => $"{e!["pointer"]} {e["code"]}") ?? [])}"
        : $"{result["line"]} {result["status"]}";

    // Ids differ, and a line may name its episode; else the same is said.
    private static string Detail(JsonNode problem) => System.Text.RegularExpressions.Regex.Replace(problem.Text("detail")!.Replace("episodeId, ", "", StringComparison.Ordinal), "[0-9a-f]{8}-[0-9a-f-]{27}", "(id)", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private async Task<string> Stored(string episode)
    {
        var all = new List<JsonNode>(await Clinic.Integration.All($"/v1/episodes/{episode}/sessions"));
        foreach (var rater in (string[])["client", "therapist"])
        {
            all.Add(await Clinic.Trend(episode, $"?rater={rater}"));
        }

        all.Add(await Clinic.Integration.CaseloadRow(episode));
        // What a batch files at one instant may be listed in any order.
        IEnumerable<JsonNode> atOneInstant = [.. await Clinic.Integration.All($"/v1/episodes/{episode}/responses"), .. await Clinic.Alerts(episode)];
        return string.Join('\n', all.Select(Plain).Concat(atOneInstant.Select(Plain).Order(StringComparer.Ordinal))).Replace(episode, "(episode)", StringComparison.Ordinal);
    }

    // Without what is of the moment: ids, times of recording, and how often a series was brought up to date.
    private static string Plain(JsonNode node)
    {
        foreach (var name in (string[])["id", "responseId", "receivedAt", "recordedAt", "revision", "raisedAt", "history", "openAlerts", "alerts", "attention"])
        {
            Remove(node, name);
        }

        return node.ToJsonString();
    }

    private static void Remove(JsonNode? node, string name)
    {
        if (node is JsonObject o)
        {
            o.Remove(name);
        }

        foreach (var child in node is JsonObject p ? p.Select(m => m.Value) : node is JsonArray a ? a : [])
        {
            Remove(child, name);
        }
    }
}
