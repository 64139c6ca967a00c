using System.Text;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Exports;

/// <summary>All responses at once: pseudonymous unless asked otherwise, and harmless to a spreadsheet.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class ExportTests(Store store) : ClinicFixture(store)
{
    private static readonly double?[] Answers = [4, 5, 4, 4, 5, 4, 4, 3, 5, 4, 4, null];

    [OneTimeSetUp]
    public async Task Fill()
    {
        await Clinic.Episode("-first");
        await Clinic.Episode("second");
        await Clinic.Enter("-first", Clinic.Form(1, Answers, heldAt: "2024-01-08T00:30:00+02:00"));
        await Clinic.Enter("-first", Forms.Of(2, 5));
        await Clinic.Enter("second", Clinic.Form(1, [7.5, 8, 9, 10], instrument: "srs"));
        await Clinic.Enter("second", Forms.Of(1, 4, "therapist"));
    }

    [Test]
    public async Task Each_response_is_a_row_under_the_pseudonym_of_its_episode()
    {
        var answer = await Clinic.Integration.Get("/v1/export");
        Assert.That((answer.Status, answer.Headers["Content-Type"]), Is.EqualTo((200, Batches.Ndjson)));
        var rows = Batches.Lines(Encoding.UTF8.GetString(answer.Body));
        Assert.That(rows, Has.Count.EqualTo(4));
        Assert.That(rows.Select(r => r.Text("episode")).Distinct().ToList(), Has.Count.EqualTo(2).And.All.Match("^[0-9a-f]{32}$"));
        Assert.That(answer.Text, Does.Not.Contain("first").And.Not.Contain("second").And.Not.Contain("th-1").And.Not.Contain("\"episodeId\"").And.Not.Contain("receivedAt"));
        Assert.That((rows[0].Whole("session"), rows[0].Text("heldAt"), rows[0].Text("instrument"), rows[0].Text("version"), rows[0].Text("rater")), Is.EqualTo((1, "2024-01-08", "wai-sr", "2006", "client")));
        Assert.That((rows[0].Number("answers.1"), rows[0]["answers"]!.AsObject().Count, rows[0].Score("bond").Number("mean")), Is.EqualTo((4, 11, 4.5)));
        Assert.That(rows[0].Texts("flags"), Is.EqualTo((string[])["incomplete"]));
        Assert.That((await Clinic.Integration.Get("/v1/export")).Body, Is.EqualTo(answer.Body), "pseudonyms stay");
    }

    [Test]
    public async Task Ids_are_given_where_asked_for_and_the_audit_log_says_so()
    {
        var rows = Batches.Lines(Encoding.UTF8.GetString((await Clinic.Integration.Get("/v1/export?identified=true")).Body));
        Assert.That(rows.Select(r => $"{r.Text("episodeId")} {r.Text("clientId")} {r.Text("clinicianId")}").Distinct(), Is.EqualTo((string[])["-first c--first th-1", "second c-second th-1"]));
        Assert.That((await Clinic.Integration.Get($"/v1/responses/{rows[0].Text("responseId")}")).Status, Is.EqualTo(200));
        await Clinic.Integration.Get("/v1/export");
        var audit = (await Clinic.Auditor.All("/v1/audit?limit=500")).Where(r => r.Text("action") == "Export").Select(r => r.Text("resource")).Take(2);
        Assert.That(audit, Is.EqualTo((string[])["/v1/export", "/v1/export?identified=true"]));
    }

    [Test]
    public async Task Csv_has_a_column_for_each_item_and_scale_in_use_and_no_formulas()
    {
        var answer = await Clinic.Integration.Get("/v1/export?format=csv&identified=true");
        Assert.That(answer.Headers["Content-Type"], Does.StartWith("text/csv"));
        var lines = Encoding.UTF8.GetString(answer.Body).Split("\r\n");
        Assert.That(lines[0], Is.EqualTo(
            "episode,episodeId,clientId,clinicianId,responseId,session,heldAt,instrument,version,rater,1,2,3,4,5,6,7,8,9,10,11,12," +
            "bond.mean,bond.sum,goal.mean,goal.sum,task.mean,task.sum,overall.mean,overall.sum,total.mean,total.sum,flags"));
        var first = lines[1].Split(',');
        Assert.That((first[1], first[2], first[5], first[10], first[21], first[22]), Is.EqualTo(("'-first", "c--first", "1", "4", "", "4.5")));
        Assert.That(lines.Single(l => l.Contains(",srs,", StringComparison.Ordinal)), Does.Contain(",7.5,8,9,10,,,"));
        Assert.That(lines, Has.Length.EqualTo(6), "four rows, a header and the end");
    }

    [TestCase("?from=2024-01-10T00:00:00Z", 1)]
    [TestCase("?to=2024-01-08T00:00:00Z", 1)]
    [TestCase("?from=2024-01-08T10:00:00Z&to=2024-01-15T10:00:00Z", 2)]
    public async Task Only_sessions_within_the_time_asked_for(string query, int rows) =>
        Assert.That(Batches.Lines(Encoding.UTF8.GetString((await Clinic.Integration.Get("/v1/export" + query)).Body)), Has.Count.EqualTo(rows));

    [Test]
    public async Task More_rows_than_a_page_come_whole_and_once()
    {
        await using var clinic = await Clinic.Open(StoreKind);
        foreach (var i in Enumerable.Range(0, 13))
        {
            await clinic.Episode($"e{i}");
            Assert.That((await clinic.Integration.SendBatch(Batches.Text(Enumerable.Range(1, 100).Select(n => Forms.Of(n, 4).In($"e{i}"))))).Totals().Created, Is.EqualTo(100));
        }

        var rows = Batches.Lines(Encoding.UTF8.GetString((await clinic.Integration.Get("/v1/export?identified=true")).Body));
        Assert.That(rows.Select(r => r.Text("responseId")).Distinct().Count(), Is.EqualTo(1300));
        Assert.That(rows, Has.Count.EqualTo(1300));
    }

    [Test]
    public async Task The_query_is_strict()
    {
        var answer = await Clinic.Integration.Get("/v1/export?format=xlsx&from=today&more=1");
        Assert.That(answer.Faults, Is.EquivalentTo((string[])["?format out-of-range", "?from invalid-format", "?more unknown-parameter"]));
        Assert.That((await Clinic.Integration.Get("/v1/export?from=2024-02-01T00:00:00Z&to=2024-01-01T00:00:00Z")).Faults, Is.EqualTo((string[])["?to out-of-range"]));
    }
}
