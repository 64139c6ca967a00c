using System.Text;
using System.Text.RegularExpressions;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Trends.Report;

/// <summary>The image and the report over HTTP: what the caller may see, always the same bytes, and written down.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed partial class ReportTests(Store store) : ClinicFixture(store)
{
    private static readonly string[] Files = ["trend.png", "report.pdf"];

    [Test]
    public async Task They_are_what_their_names_say([ValueSource(nameof(Files))] string file)
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 2.25, 4.25);
        var answer = await Clinic.Clinician.Get($"/v1/episodes/{episode}/{file}");
        var begin = file == "trend.png" ? "\u2030PNG" : "%PDF-";
        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Headers["Content-Type"]), Is.EqualTo((200, file == "trend.png" ? "image/png" : "application/pdf")), answer.Text);
            Assert.That(Encoding.Latin1.GetString(answer.Body)[1..4], Is.EqualTo(begin[1..4]));
            Assert.That(file != "report.pdf" || Pages().Count(Encoding.Latin1.GetString(answer.Body)) == 1, "one page");
        });
    }

    [Test]
    public async Task The_same_course_gives_the_same_bytes_to_who_sees_the_same([ValueSource(nameof(Files))] string file)
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4);
        var first = await Clinic.Clinician.Get($"/v1/episodes/{episode}/{file}");
        var integration = await Clinic.Integration.Get($"/v1/episodes/{episode}/{file}");
        var supervisor = await Clinic.Supervisor.Get($"/v1/episodes/{episode}/{file}");
        Assert.That(integration.Body, Is.EqualTo(first.Body));
        Assert.That((await Clinic.Clinician.Get($"/v1/episodes/{episode}/{file}", ("If-None-Match", first.Tag!))).Status, Is.EqualTo(304));
        Assert.That((supervisor.Status, supervisor.Tag), Is.Not.EqualTo((200, first.Tag)), "a supervisor's has no single scores");
        await Clinic.Enter(episode, Forms.Of(4, 3));
        var changed = await Clinic.Clinician.Get($"/v1/episodes/{episode}/{file}", ("If-None-Match", first.Tag!));
        Assert.That(changed.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Many_readers_at_once_get_the_same_bytes([ValueSource(nameof(Files))] string file)
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 2.25, 4.25);
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Clinic.Clinician.Get($"/v1/episodes/{episode}/{file}")));
        Assert.That(answers.Select(a => a.Tag).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_look_at_the_report_stands_in_the_audit_log_as_such()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4);
        await Clinic.Clinician.Get($"/v1/episodes/{episode}/report.pdf");
        await Clinic.OtherClinician.Get($"/v1/episodes/{episode}/report.pdf");
        var rows = (await Clinic.Auditor.Read($"/v1/audit?clientId=c-{episode}"))["items"]!.AsArray().Select(r => $"{r!["resource"]} {r["outcome"]}").ToList();
        Assert.That(rows, Has.Member($"/v1/episodes/{episode}/report allowed"));
        Assert.That((await Clinic.OtherClinician.Get($"/v1/episodes/{episode}/report.pdf")).Status, Is.EqualTo(404));
    }

    [TestCase("?rater=mother", "?rater out-of-range")]
    [TestCase("?cusum=true", "?cusum unknown-parameter")]
    [TestCase("?asOf=2024-01-01", "?asOf invalid-format")]
    public async Task What_can_not_be_is_a_fault(string query, string fault)
    {
        var episode = await NewEpisode();
        foreach (var file in Files)
        {
            var answer = await Clinic.Clinician.Get($"/v1/episodes/{episode}/{file}{query}");
            Assert.That((answer.Status, answer.Faults.Single()), Is.EqualTo((400, fault)), answer.Text);
        }
    }

    [TestCase("ميم وسارة ١٢")]
    [TestCase("דנה (1.5) B")]
    [TestCase("漢字 😀 \u202Ea")]
    [TestCase("<script>alert(1)</script> (Tj) \\) ET")]
    public async Task Any_label_is_drawn_as_text_and_an_empty_course_is_drawn_too(string label)
    {
        var episode = await NewEpisode();
        var client = await Clinic.Integration.Get($"/v1/clients/c-{episode}");
        await Clinic.Integration.Put($"/v1/clients/c-{episode}", new { label }, ("If-Match", client.Tag!));
        Assert.That((await Clinic.Clinician.Get($"/v1/episodes/{episode}/report.pdf")).Status, Is.EqualTo(200));
        Assert.That((await Clinic.Clinician.Get($"/v1/episodes/{episode}/trend.png")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_long_course_stays_on_one_page()
    {
        var episode = await NewEpisode();
        for (var i = 1; i <= 120; i++)
        {
            await Clinic.Enter(episode, Forms.Of(i, 3 + (i % 5 / 4.0)));
        }

        var answer = await Clinic.Clinician.Get($"/v1/episodes/{episode}/report.pdf");
        Assert.That((answer.Status, Pages().Count(Encoding.Latin1.GetString(answer.Body))), Is.EqualTo((200, 1)));
        if (Environment.GetEnvironmentVariable("ALLIANCE_SHOTS") is { } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "long.pdf"), answer.Body);
        }
    }

    [GeneratedRegex(@"/Type /Page\b", RegexOptions.NonBacktracking)]
    private static partial Regex Pages();
}
