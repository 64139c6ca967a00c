using System.Text.Json;
using Alliance.Measurement.Trends;
using AllianceApi.Hosting;
using AllianceApi.Tests.Running;
using AllianceApi.Trends.Report;

namespace AllianceApi.Tests.Trends.Report;

/// <summary>What stands in the table of a report, from the trend as its reader gets it.</summary>
internal sealed class ReportTableTests : ClinicFixture
{
    [Test]
    public async Task Who_may_see_scores_sees_each_with_the_level()
    {
        var table = await Table(Clinic.Clinician, 4, 4.25, 4);
        Assert.Multiple(() =>
        {
            Assert.That(table.Columns, Is.EqualTo((string[])["Session", "Date", "bond", "goals", "tasks", "total", "Level", "95 % interval"]));
            Assert.That(table.Rows.Select(r => r[5]), Is.EqualTo((string[])["4.0", "4.3", "4.0"]));
            Assert.That(table.Rows[^1][7], Does.Match(@"^\d\.\d to \d\.\d$"));
        });
    }

    [Test]
    public async Task Who_may_not_sees_the_level_alone_and_is_told()
    {
        var table = await Table(Clinic.Supervisor, 4, 4.25, 4);
        Assert.That(table.Columns, Is.EqualTo((string[])["Session", "Date", "Level", "95 % interval"]));
        Assert.That(table.Notes, Has.Some.Contains("not shown"));
    }

    [Test]
    public async Task Fewer_than_three_forms_claim_no_level()
    {
        var table = await Table(Clinic.Clinician, 4, 4.25);
        Assert.That(table.Rows.Select(r => r[6] + r[7]), Is.All.EqualTo("––"));
    }

    private async Task<ReportTable> Table(Api reader, params double[] totals)
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, totals);
        var answer = await reader.Get($"/v1/episodes/{episode}/trend");
        return ReportTable.Of(JsonSerializer.Deserialize(answer.Body, ResourceJson.Default.TrendResource)!, StatementTexts.English);
    }
}
