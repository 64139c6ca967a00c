using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses.Batch;

/// <summary>A batch as CSV: the same submissions, judged by the same rules.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class BatchCsvTests(Store store) : ClinicFixture(store)
{
    private const string Header = "episodeId,session.number,session.heldAt,session.modality,instrument,rater,setting,durationSeconds,1,2,3,4,5,6,7,8,9,10,11,12";

    [Test]
    public async Task A_record_is_what_its_object_would_be()
    {
        var episode = await NewEpisode();
        var results = await Clinic.Integration.SendBatch(
            $"\uFEFF{Header}\r\n{episode},1,{Clinic.HeldAt(1)},video,wai-sr,client,\"by the \"\"old\"\" door,\nleft\",95.5,4,5,4,4,5,4,4,3,5,4,4,\r\n\r\n\"{episode}\",2,\"{Clinic.HeldAt(2)}\",,wai-sr@2006,client,,,4,4,4,4,4,4,4,4,4,4,4,4", "text/csv");
        Assert.That(results.Ends(), Is.EqualTo((string[])["2 201", "5 201"]), "numbers are those of lines, also where a record has more than one");
        var stored = await Clinic.Integration.Read($"/v1/responses/{results[0].Text("id")}");
        Assert.That(stored.Text("setting"), Is.EqualTo("by the \"old\" door,\nleft"));
        Assert.That((stored.Number("durationSeconds"), stored.Text("session.modality"), stored["answers"]!.AsObject().Count), Is.EqualTo((95.5, "video", 11)));
        Assert.That(stored.Score("bond").Number("mean"), Is.EqualTo(4.5));
    }

    [Test]
    public async Task Faults_name_what_the_object_would_hold()
    {
        var episode = await NewEpisode();
        string[] records =
        [
            $"{episode},one,{Clinic.HeldAt(1)},,wai-sr,client,,,4,5,4,4,5,4,4,3,5,4,4,x",
            $"{episode},1,2024-01-08,,wai-sr,client,,,4,5,4,4,5,4,4,3,5,4,4,9",
            $"{episode},1,,,,client,,,,,,,,,,,,,,",
            $"{episode},1",
            $"{episode},1,{Clinic.HeldAt(1)},,wai-sr,client,a \"b\",,4,5,4,4,5,4,4,3,5,4,4,4",
            $"{episode},1,{Clinic.HeldAt(1)},,wai-sr,client,\"a\" b,,4,5,4,4,5,4,4,3,5,4,4,4",
            $"nowhere,01,{Clinic.HeldAt(1)},,wai-sr,client,{new string('s', 16 * 1024)},,4,5,4,4,5,4,4,3,5,4,4,4",
            $"nowhere,1,{Clinic.HeldAt(1)},,wai-sr,client,,,4,5,4,4,5,4,4,3,5,4,4,4",
            $"{episode},1,{Clinic.HeldAt(1)},,wai-sr,client,\"never ends,,4",
        ];
        var results = await Clinic.Integration.SendBatch($"{Header}\n{string.Join('\n', records)}", "text/csv");
        var faults = results.SkipLast(1).Select(r => $"{r["line"]} {r["status"]} {string.Join(';', r["problem"]!["errors"]?.AsArray().Select(e => $"{e!["pointer"]} {e["code"]}") ?? [])}");
        Assert.That(faults, Is.EqualTo((string[])
        [
            "2 400 /session/number wrong-type;/answers/12 wrong-type",
            "3 400 /session/heldAt invalid-format;/answers/12 out-of-range",
            "4 400 /instrument required",
            "5 400  wrong-field-count",
            "6 400  malformed-csv",
            "7 400  malformed-csv",
            "8 413 ",
            "9 404 ",
            "10 400  malformed-csv",
        ]));
    }

    [TestCase("episodeId,session.heldAt,instrument,rater,0", "header/0 unknown-column")]
    [TestCase("episodeId,session.heldAt,instrument,rater,name,1,1", "header/name unknown-column;header/1 duplicate-column")]
    [TestCase("instrument,1", "header/episodeId required;header/rater required;header/session.number required")]
    [TestCase("\"episodeId", "header malformed-csv")]
    [TestCase("", "header/ unknown-column;header/episodeId required;header/instrument required;header/rater required;header/session.number required")]
    public async Task A_header_that_is_not_understood_refuses_the_whole_file(string header, string faults)
    {
        var answer = await Clinic.Integration.SendText(HttpMethod.Post, Batches.Path, header + "\n1,2,3", "text/csv");
        Assert.That((answer.Status, string.Join(';', answer.Faults)), Is.EqualTo((400, faults)), answer.Text);
    }

    [Test]
    public async Task A_charset_other_than_utf_8_is_refused() =>
        Assert.That((await Clinic.Integration.SendText(HttpMethod.Post, Batches.Path, Header, "text/csv; charset=iso-8859-1")).Problem, Is.EqualTo("unsupported-media-type"));
}
