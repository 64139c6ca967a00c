using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses.Batch;

/// <summary>Many submissions in one request: each line stands alone, and all are answered in their order.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class BatchTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task Lines_are_stored_and_answered_in_their_order()
    {
        var (a, b) = (await NewEpisode(), await NewEpisode());
        var lines = Enumerable.Range(1, 12).SelectMany(n => (IEnumerable<System.Text.Json.Nodes.JsonNode>)[Forms.Of(n, 4).In(a), Forms.Of(n, 3).In(b)]);
        var results = await Clinic.Integration.SendBatch(Batches.Text(lines));
        Assert.That(results.Ends(), Is.EqualTo(Enumerable.Range(1, 24).Select(n => $"{n} 201")));
        Assert.That(results.Totals(), Is.EqualTo((24, 0, 0)));
        var stored = await Clinic.Integration.All($"/v1/episodes/{a}/responses");
        Assert.That(stored.Select(r => r.Text("id")), Is.EqualTo(results.Where(r => r.Whole("line") % 2 == 1).Select(r => r.Text("id"))), "the order received is that of the lines");
        Assert.That((await Clinic.Trend(b)).Whole("forms"), Is.EqualTo(12));
    }

    [Test]
    public async Task The_same_file_again_changes_nothing()
    {
        var episode = await NewEpisode();
        var text = Batches.Text(Enumerable.Range(1, 5).Select(n => Forms.Of(n, 4).In(episode)));
        var first = await Clinic.Integration.SendBatch(text);
        var again = await Clinic.Integration.SendBatch(text);
        Assert.That(again.Totals(), Is.EqualTo((0, 5, 0)));
        Assert.That(again.Select(r => r.Text("id")), Is.EqualTo(first.Select(r => r.Text("id"))));
    }

    [Test]
    public async Task Every_line_stands_alone()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.Of(1, 4));
        var text = string.Join('\n',
            Forms.Of(1, 3).In(episode).ToJsonString(),
            "",
            Forms.Of(2, 4).In("nowhere").ToJsonString(),
            "not json",
            Forms.Of(2, 9).In(episode).ToJsonString(),
            "{\"episodeId\":\"x\",\"big\":\"" + new string('x', 16 * 1024) + "\"}",
            "  \r",
            "[]",
            Clinic.Form(2, [4]).In(episode).ToJsonString(),
            Forms.Of(2, 4, heldAt: Clinic.HeldAt(0)).In(episode).ToJsonString(),
            Forms.Of(2, 4).In(episode).ToJsonString() + "\r",
            Forms.Of(2, 4).In(episode).ToJsonString());
        var results = await Clinic.Integration.SendBatch(text);
        Assert.That(results.Ends(), Is.EqualTo((string[])
        [
            "1 409 response-exists", "3 404 not-found", "4 400 malformed-json", "5 400 invalid-request", "6 413 body-too-large", "8 400 invalid-request",
            "9 422 nothing-to-score", "10 409 session-order", "11 201", "12 200",
        ]));
        Assert.That(results.Totals(), Is.EqualTo((1, 1, 8)));
        Assert.That(results[0]["problem"].Text("existing"), Does.StartWith("/v1/responses/"));
        Assert.That(results[3]["problem"].Each<string>("errors", "pointer"), Has.All.StartWith("/answers/"));
        Assert.That(results.Take(3).Select(r => r["problem"].Text("instance")), Is.All.EqualTo(Batches.Path));
    }

    [Test]
    public async Task A_line_that_only_begins_like_one_of_an_episode_is_told_as_any_other()
    {
        var episode = await NewEpisode();
        var form = Forms.Of(1, 4).In(episode).ToJsonString();
        Assert.That(form, Does.StartWith($"{{\"episodeId\":\"{episode}\""));
        var results = await Clinic.Integration.SendBatch(string.Join('\n',
            form[..^1],
            $"{{\"episodeId\":\"{episode}\",\"episodeId\":\"other\"}}",
            $"{{\"episodeId\":\"{episode}\"}}",
            "{\"episodeId\":\"no id\"}",
            $"{{\"episodeId\":\"{new string('x', 65)}\"}}",
            "{\"episodeId\":\"\"}",
            "{\"episodeId\":\"",
            form.Replace(episode, $"\\u{(int)episode[0]:x4}{episode[1..]}"),
            form));
        Assert.That(results.Ends(), Is.EqualTo((string[])
        [
            "1 400 malformed-json", "2 400 invalid-request", "3 400 invalid-request", "4 400 invalid-request", "5 400 invalid-request", "6 400 invalid-request", "7 400 malformed-json", "8 201", "9 200",
        ]));
    }

    [Test]
    public async Task Many_episodes_and_lines_of_every_shape_are_answered_in_their_order()
    {
        var episodes = new List<string>();
        while (episodes.Count < 60)
        {
            episodes.Add(await NewEpisode());
        }

        var forms = Enumerable.Range(1, 12).SelectMany(n => episodes.Select(e => (Episode: e, Form: Forms.Of(n, 4)))).ToList();
        var lines = forms.Select((f, i) => i % 3 == 0 ? EpisodeLast(f.Form, f.Episode) : f.Form.In(f.Episode).ToJsonString()).ToList();
        lines.Insert(500, "no json");
        var tried = await Clinic.Integration.SendBatch(string.Join('\n', lines), dryRun: true);
        Assert.That(tried.Totals(), Is.EqualTo((lines.Count - 1, 0, 1)));
        var results = await Clinic.Integration.SendBatch(string.Join('\n', lines));
        Assert.That(results.Ends(), Is.EqualTo(Enumerable.Range(1, lines.Count).Select(n => n == 501 ? "501 400 malformed-json" : $"{n} 201")));
        foreach (var (episode, place) in episodes.Select((e, i) => (e, i)))
        {
            var stored = await Clinic.Integration.All($"/v1/episodes/{episode}/responses");
            var told = results.Where(r => r.Whole("status") == 201).Where((_, i) => i % episodes.Count == place).Select(r => r.Text("id"));
            Assert.That(stored.OrderBy(r => r["session"].Whole("number")).Select(r => r.Text("id")), Is.EqualTo(told));
        }

        // Padded, so that the lines take more than one piece of memory.
        static string EpisodeLast(System.Text.Json.Nodes.JsonNode form, string episode) => $"{form.ToJsonString()[..^1]},{new string(' ', 1000)}\"episodeId\":\"{episode}\"}}";
    }

    [Test]
    public async Task A_line_sees_the_lines_before_it()
    {
        var episode = await NewEpisode();
        var results = await Clinic.Integration.SendBatch(Batches.Text(
            Forms.At(Clinic.HeldAt(3)).In(episode), Forms.At(Clinic.HeldAt(1)).In(episode), Forms.At(Clinic.HeldAt(2)).In(episode), Forms.At(Clinic.HeldAt(3)).In(episode), Forms.At(Clinic.HeldAt(3), 3).In(episode)));
        Assert.That(results.Ends(), Is.EqualTo((string[])["1 201", "2 201", "3 201", "4 200", "5 409 response-exists"]));
        Assert.That(results[3].Text("id"), Is.EqualTo(results[0].Text("id")));
        var trend = await Clinic.Trend(episode);
        Assert.That(trend.Scale().Each<string>("points", "responseId"), Is.EqualTo((string?[])[results[1].Text("id"), results[2].Text("id"), results[0].Text("id")]));
    }

    [Test]
    public async Task Sessions_that_were_stored_before_move_when_an_earlier_one_comes_late()
    {
        var episode = await NewEpisode();
        var late = await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(5)));
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(5), rater: "therapist"));
        var results = await Clinic.Integration.SendBatch(Batches.Text(Forms.At(Clinic.HeldAt(2)).In(episode), Forms.At(Clinic.HeldAt(5)).In(episode), Forms.At(Clinic.HeldAt(6)).In(episode)));
        Assert.That(results.Ends(), Is.EqualTo((string[])["1 201", "2 200", "3 201"]));
        Assert.That(results[1].Text("id"), Is.EqualTo(late.Text("id")));
        Assert.That((await Clinic.Integration.All($"/v1/episodes/{episode}/sessions")).Select(s => s.Whole("number")), Is.EqualTo((int?[])[1, 2, 3]));
        Assert.That((await Clinic.Trend(episode, "?rater=therapist")).Scale().Each<int>("points", "session"), Is.EqualTo((int[])[2]));
        Assert.That((await Clinic.Trend(episode, "?rater=therapist")).Whole("lastSession"), Is.EqualTo(2));
    }

    [Test]
    public async Task What_a_batch_makes_of_an_episode_is_what_single_calls_make_of_it([Range(1, 6)] int seed)
    {
        var chance = new Random(seed);
        var (batched, single) = (await NewEpisode(), await NewEpisode());
        for (var number = 1; number <= 20; number += chance.Next(1, 3))
        {
            foreach (var episode in (string[])[batched, single])
            {
                await Clinic.Enter(episode, Forms.Of(number, 1 + (number % 4)));
            }
        }

        // Mostly what comes next; now and then a session in between or before all, one that only its time names, or one that is there.
        var next = 21;
        List<System.Text.Json.Nodes.JsonObject> forms = [.. Enumerable.Range(0, 25).Select(_ => chance.Next(seed) switch
        {
            0 => Forms.Of(next, chance.Next(1, 6), heldAt: Clinic.HeldAt(next++)),
            1 => Forms.At(Clinic.HeldAt(next++), chance.Next(1, 6)),
            2 => Forms.Of(chance.Next(1, next), chance.Next(1, 6)),
            3 => Forms.Of(chance.Next(1, next), chance.Next(1, 6), "therapist"),
            _ => Forms.At(Clinic.HeldAt(chance.Next(0, next + 1)), chance.Next(1, 6)),
        })];
        var ends = (await Clinic.Integration.SendBatch(Batches.Text([.. forms.Select(f => f.DeepClone().AsObject().In(batched))]))).Ends();
        var alone = new List<string>();
        foreach (var form in forms)
        {
            var answer = await Clinic.Submit(single, form);
            alone.Add($"{alone.Count + 1} {answer.Status} {answer.Problem}".TrimEnd());
        }

        Assert.That(ends, Is.EqualTo(alone));
        Assert.That(await Filed(batched), Is.EqualTo(await Filed(single)));

        async Task<List<string>> Filed(string episode)
        {
            var sessions = (await Clinic.Integration.All($"/v1/episodes/{episode}/sessions")).Select(s => $"{s.Whole("number")} {s.Text("heldAt")}");
            var responses = (await Clinic.Integration.All($"/v1/episodes/{episode}/responses")).Select(r => $"{r["session"].Whole("number")} {r.Text("rater")} {r["answers"]!.ToJsonString()}").Order(StringComparer.Ordinal);
            var row = await Clinic.Integration.CaseloadRow(episode);
            return [.. sessions, .. responses, $"{row["lastSession"]?.ToJsonString()} {row["level"]?.ToJsonString()} {row["forms"]?.ToJsonString()}"];
        }
    }

    [Test]
    public async Task A_dry_run_says_what_would_be_and_stores_nothing()
    {
        var episode = await NewEpisode();
        var stored = await Clinic.Enter(episode, Forms.Of(1, 4));
        var results = await Clinic.Integration.SendBatch(
            Batches.Text(Forms.Of(1, 4).In(episode), Forms.Of(2, 4).In(episode), Forms.Of(2, 4).In(episode), Forms.Of(2, 3).In(episode), Forms.Of(3, 4).In("nowhere")), dryRun: true);
        Assert.That(results.Ends(), Is.EqualTo((string[])["1 200", "2 201", "3 200", "4 409 response-exists", "5 404 not-found"]));
        Assert.That(results.Totals(), Is.EqualTo((1, 2, 2)));
        Assert.That(results[0].Text("id"), Is.EqualTo(stored.Text("id")));
        Assert.That(results[1]["id"], Is.Null);
        Assert.That(await Clinic.Integration.All($"/v1/episodes/{episode}/responses"), Has.Count.EqualTo(1));
        Assert.That(await Clinic.Integration.All($"/v1/episodes/{episode}/sessions"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_own_instrument_is_scored_like_a_shipped_one()
    {
        Assert.That((await Clinic.Admin.Post("/v1/instruments", OwnInstruments.Fine("batch-fine"))).Status, Is.EqualTo(201));
        var episode = await NewEpisode();
        var results = await Clinic.Integration.SendBatch(Batches.Text(
            Clinic.Form(1, [4.25, 4, 3], instrument: "batch-fine").In(episode), Clinic.Form(2, [9, 4, 3], instrument: "batch-fine").In(episode), Clinic.Form(3, [4], instrument: "no-such").In(episode)));
        Assert.That(results.Ends(), Is.EqualTo((string[])["1 201", "2 400 invalid-request", "3 400 invalid-request"]));
        Assert.That((await Clinic.Trend(episode, "?instrument=batch-fine")).Scale("bond").Number("points.0.score"), Is.EqualTo(4.25));
    }

    [Test]
    public async Task A_clinician_reaches_its_own_episodes_only()
    {
        var (own, other) = (await NewEpisode(), await NewEpisode("th-2"));
        var results = await Clinic.Clinician.SendBatch(Batches.Text(Forms.Of(1, 4).In(own), Forms.Of(1, 4).In(other)));
        Assert.That(results.Ends(), Is.EqualTo((string[])["1 201", "2 404 not-found"]));
        foreach (var role in (Api[])[Clinic.Supervisor, Clinic.Auditor, Clinic.Admin])
        {
            Assert.That((await role.SendText(HttpMethod.Post, Batches.Path, "", Batches.Ndjson)).Status, Is.EqualTo(403));
        }
    }

    [Test]
    public async Task Each_line_is_in_the_audit_log_like_a_single_call()
    {
        var episode = await NewEpisode();
        await Clinic.Integration.SendBatch(Batches.Text(Forms.Of(1, 4).In(episode), Forms.Of(1, 3).In(episode), Forms.Of(2, 9).In(episode)));
        var rows = (await Clinic.Auditor.All($"/v1/audit?limit=500")).Where(r => r.Text("resource") == $"/v1/episodes/{episode}/responses").Select(r => $"{r.Text("action")} {r.Text("outcome")} {r.Text("reason")} {r.Text("clientId")}");
        Assert.That(rows, Is.EqualTo((string[])["WriteResponse refused invalid-request ", $"WriteResponse refused response-exists c-{episode}", $"WriteResponse allowed  c-{episode}"]), "newest first");
        Assert.That((await Clinic.Auditor.Read("/v1/audit/verify"))["valid"]!.GetValue<bool>(), Is.True);
    }

    [TestCase("application/json")]
    [TestCase("text/plain")]
    [TestCase("application/x-ndjson; charset=utf-16")]
    public async Task Another_media_type_is_refused(string type) =>
        Assert.That((await Clinic.Integration.SendText(HttpMethod.Post, Batches.Path, "{}", type)).Problem, Is.EqualTo("unsupported-media-type"));

    [Test]
    public async Task The_query_is_strict()
    {
        var answer = await Clinic.Integration.SendText(HttpMethod.Post, Batches.Path + "?dryRun=yes&more=1", "", Batches.Ndjson);
        Assert.That(answer.Faults, Is.EquivalentTo((string[])["?dryRun out-of-range", "?more unknown-parameter"]), answer.Text);
    }

    [Test]
    public async Task An_empty_file_is_done_at_once() =>
        Assert.That((await Clinic.Integration.SendBatch("")).Totals(), Is.EqualTo((0, 0, 0)));
}
