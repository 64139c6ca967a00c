using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;
using CsCheck;

namespace AllianceApi.Tests.Trends;

/// <summary>The trend is a function of the set of forms: the order in which they arrive leaves no trace.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class ArrivalOrderTests(Store store) : ClinicFixture(store)
{
    // A total in twelfths for each of 3 to 12 sessions, some sessions without a form, a third of them prorated.
    private static readonly Gen<(int[] Totals, bool Numbered, int Seed)> Series = Gen.Select(Gen.Int[12, 60].Array[3, 12], Gen.Bool, Gen.Int);

    [Test]
    public Task Shuffled_forms_give_the_same_bytes() => Series.SampleAsync(
        async series =>
        {
            var forms = series.Totals.Select((total, i) => (Session: i + 1, Form: Form(i + 1, total, series.Numbered))).Where(f => !series.Numbered || f.Session % 5 != 4).ToArray();
            var inOrder = await Enter(forms.Select(f => f.Form));
            new Random(series.Seed).Shuffle(forms);
            Assert.That(await Enter(forms.Select(f => f.Form)), Is.EqualTo(inOrder));
        },
        iter: 25,
        threads: 1);

    [Test]
    public async Task Amended_voided_and_moved_forms_leave_no_trace_either()
    {
        var plain = await Enter(new[] { 48, 50, 47, 30, 45, 49 }.Select((t, i) => Form(i + 1, t, true)));
        var episode = await NewEpisode();
        var wrong = await Clinic.Submit(episode, Form(4, 20, true));
        await Clinic.Integration.Put(wrong.Headers["Location"], new { answers = Form(4, 30, true)["answers"], reason = "typing error" }, ("If-Match", wrong.Tag!));
        var twice = await Clinic.Submit(episode, Form(5, 12, true));
        await Clinic.Integration.Delete(twice.Headers["Location"] + "?reason=wrong", ("If-Match", twice.Tag!));
        foreach (var (session, total) in new[] { (6, 49), (5, 45), (1, 48), (3, 47) })
        {
            await Clinic.Enter(episode, Form(session, total, true));
        }

        var elsewhere = await NewEpisode();
        var stray = await Clinic.Enter(elsewhere, Form(2, 50, true));
        await Clinic.Integration.Post($"/v1/responses/{stray.Text("id")}/move", new { episodeId = episode, reason = "wrong client" });
        Assert.That(await Bare(episode), Is.EqualTo(plain));
    }

    private static JsonObject Form(int session, int twelfths, bool numbered)
    {
        var answers = Forms.Answers(twelfths / 12.0);
        if (session % 3 == 0)
        {
            answers[7] = null;
        }

        var form = Clinic.Form(session, answers);
        return numbered ? form : form.WithSession(new { heldAt = Clinic.HeldAt(session) });
    }

    private async Task<string> Enter(IEnumerable<JsonObject> forms)
    {
        var episode = await NewEpisode();
        foreach (var form in forms)
        {
            await Clinic.Enter(episode, form);
        }

        return await Bare(episode);
    }

    // All of the trend but what must differ: the episode, the ids of the responses and the count of changes.
    private async Task<string> Bare(string episode)
    {
        var trend = await Clinic.Trend(episode);
        trend["episodeId"] = trend["revision"] = null;
        foreach (var point in trend["scales"]!.AsArray().SelectMany(s => s!["points"]!.AsArray()))
        {
            point!["responseId"] = null;
        }

        return trend.ToJsonString();
    }
}
