using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AllianceApi.Shell.Checks;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AllianceApi.Tests.Shell;

/// <summary>The check of the whole store finds what was changed behind the service's back, and nothing else.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed partial class VerifyTests(Store store)
{
    private Clinic _clinic = null!;
    private string _responseId = "";

    [SetUp]
    public async Task Open()
    {
        _clinic = await Clinic.Open(store);
        var episode = await _clinic.Episode("e1");
        for (var session = 1; session <= 8; session++)
        {
            var made = await _clinic.Submit(episode, Clinic.Flat(session, session == 6 ? 2 : 4));
            _responseId = made.Json["id"]!.GetValue<string>();
        }

        await _clinic.Submit(episode, Clinic.Form(8, [3, 3, 4, null, 3, 3, 3, 4, 4, 3, 3, 2], "therapist"));
        var stored = await _clinic.Clinician.Get($"/v1/responses/{_responseId}");
        var answers = stored.Json["answers"]!.DeepClone();
        answers["3"] = 5;
        Assert.That((await _clinic.Clinician.Put($"/v1/responses/{_responseId}", new JsonObject { ["answers"] = answers, ["reason"] = "a slip" }, ("If-Match", stored.Tag!))).Status, Is.EqualTo(200));
        await _clinic.Episode("empty");
        await _clinic.Service.Admin.Put("/v1/organizations/second", new { label = "Second" });
    }

    [TearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [Test]
    public async Task A_store_that_the_service_wrote_has_no_difference()
    {
        var (isWhole, told) = await Verify();
        Assert.That(isWhole, Is.True, told);
        Assert.That(told, Does.Contain("Integrity of the file: " + (store == Store.Sqlite ? "ok" : "left to the database server"))
            .And.Contain("Organization default").And.Contain("Organization second")
            .And.Contain("  9 scores derived from answers: ok")
            .And.Contain("  1 scores of earlier revisions derived from answers: ok")
            .And.Contain("  2 headlines of series computed: ok")
            .And.Contain("rows of the audit chain, head ")
            .And.EndsWith("No differences." + Environment.NewLine));
    }

    [TestCase("UPDATE responses SET flags = flags + 64 WHERE number = 6 AND rater = 'client'", "flags")]
    [TestCase("UPDATE responses SET means = zeroblob(32) WHERE number = 3 AND rater = 'client'", "means")]
    [TestCase("UPDATE responses SET answers = CAST('5,5,5,5,5,5,5,5,5,5,5,5' AS BLOB) WHERE number = 3 AND rater = 'client'", "means and flags")]
    [TestCase("UPDATE responses SET answers = CAST('nothing' AS BLOB) WHERE number = 3 AND rater = 'client'", "its answers can not be read")]
    [TestCase("UPDATE responses SET duration_seconds = 1 WHERE number = 3 AND rater = 'client'", "flags")]
    [TestCase("UPDATE responses SET version = '1999' WHERE number = 3 AND rater = 'client'", "its instrument wai-sr@1999 is not known")]
    [TestCase("UPDATE response_revisions SET means = zeroblob(32)", "means")]
    public async Task A_changed_score_is_found(string change, string what)
    {
        Corrupt(change);
        var (isWhole, told) = await Verify();
        Assert.That(isWhole, Is.False);
        Assert.That(told, Does.Match($"DIFFERENT response [0-9a-f-]{{36}} revision [12]: {what}"));
    }

    [TestCase("UPDATE series SET headline = zeroblob(3) WHERE rater = 'client'", "headline")]
    [TestCase("UPDATE series SET forms = 7 WHERE rater = 'client'", "forms")]
    [TestCase("UPDATE series SET last_number = 7 WHERE rater = 'client'", "last session")]
    [TestCase("UPDATE series SET last_held_at = last_held_at + 1 WHERE rater = 'client'", "time of the last session")]
    [TestCase("DELETE FROM series WHERE rater = 'client'", "its row is lacking")]
    public async Task A_changed_series_is_found(string change, string what)
    {
        Corrupt(change);
        var (isWhole, told) = await Verify();
        Assert.That(isWhole, Is.False);
        Assert.That(told, Does.Contain($"    DIFFERENT series e1 wai-sr@2006 client: {what}").And.EndsWith("1 difference." + Environment.NewLine));
    }

    [Test]
    public async Task A_changed_audit_row_is_found()
    {
        Corrupt("UPDATE audit SET outcome = 'refused' WHERE sequence = 3");
        var (isWhole, told) = await Verify();
        Assert.That(isWhole, Is.False);
        Assert.That(told, Does.Contain("    DIFFERENT the audit chain breaks at row 3"));
    }

    [TestCase("INSERT INTO audit_indexed VALUES ('default', (SELECT MIN(sequence) FROM audit WHERE client_id IS NOT NULL))", "lacks row")]
    [TestCase("INSERT INTO audit_by_client VALUES ('default', 'nobody', 1)", "names row 1 for a client whom it is not about")]
    public async Task A_changed_index_of_the_audit_log_is_found(string change, string what)
    {
        if (store == Store.Postgres)
        {
            Assert.That(() => Corrupt(change), Throws.TypeOf<PostgresException>(), "the server keeps that index itself: there is no such table");
            return;
        }

        Corrupt(change);
        var (isWhole, told) = await Verify();
        Assert.That(isWhole, Is.False);
        Assert.That(told, Does.Contain("    DIFFERENT the index of the audit log by client " + what));
    }

    [Test]
    public async Task A_row_without_its_parent_is_found()
    {
        const string Change = "UPDATE episodes SET client_id = 'nobody' WHERE episode_id = 'empty'";
        if (store == Store.Postgres)
        {
            Assert.That(() => Corrupt(Change), Throws.TypeOf<PostgresException>(), "the server does not take it");
            return;
        }

        Corrupt(Change);
        var (isWhole, told) = await Verify();
        Assert.That(isWhole, Is.False);
        Assert.That(told, Does.Contain("    DIFFERENT a row of episodes lacks its row of clients"));
    }

    [Test]
    public async Task A_changed_mean_is_found_in_the_headline_too()
    {
        Corrupt("UPDATE responses SET means = zeroblob(32) WHERE number = 3 AND rater = 'client'");
        Assert.That((await Verify()).Told, Does.Contain("DIFFERENT series e1 wai-sr@2006 client: its scores contradict its instrument"));
    }

    [Test]
    public async Task The_command_answers_with_its_exit_code()
    {
        string[] arguments = ["verify", .. _clinic.Service.Arguments];
        Assert.That(await AllianceApi.Shell.CommandLine.Run(arguments), Is.Zero);
        Corrupt("UPDATE series SET forms = 7 WHERE rater = 'client'");
        Assert.That(await AllianceApi.Shell.CommandLine.Run(arguments), Is.EqualTo(1));
        Assert.That(await AllianceApi.Shell.CommandLine.Run(["verify", $"--ConnectionStrings:Alliance=Data Source={_clinic.Service.Folder}/none.db"]), Is.EqualTo(1));
        Assert.That(File.Exists($"{_clinic.Service.Folder}/none.db"), Is.False, "a check makes no store");
    }

    [Test]
    public async Task What_is_told_names_no_answer_and_no_label()
    {
        Corrupt("UPDATE responses SET means = zeroblob(32)");
        Corrupt("UPDATE series SET headline = zeroblob(3)");
        Assert.That((await Verify()).Told, Does.Not.Contain("Clinician th-1").And.Not.Contain("4,4,4").And.Not.Contain("Average"));
    }

    private async Task<(bool IsWhole, string Told)> Verify()
    {
        using var told = new StringWriter();
        var isWhole = await ActivatorUtilities.CreateInstance<StoreVerification>(_clinic.Service.Services).Run(told, CancellationToken.None);
        return (isWhole, told.ToString());
    }

    private void Corrupt(string sql)
    {
        using var connection = _clinic.Service.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = store == Store.Sqlite ? "PRAGMA foreign_keys = OFF; " + sql : OfPostgres(sql);
        Assert.That(command.ExecuteNonQuery(), Is.Positive, sql);
    }

    private static string OfPostgres(string sql) => BytesOfText().Replace(sql, "convert_to(${text}, 'UTF8')")
        .Replace("zeroblob(32)", "decode(repeat('00', 32), 'hex')", StringComparison.Ordinal).Replace("zeroblob(3)", "decode('000000', 'hex')", StringComparison.Ordinal);

    [GeneratedRegex(@"CAST\((?<text>.*) AS BLOB\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BytesOfText();
}
