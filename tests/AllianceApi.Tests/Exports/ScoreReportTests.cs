using System.Text;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Exports;

/// <summary>HL7 v2 for interface engines: the scores of a response as ORU^R01.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class ScoreReportTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task EachScaleIsAnObservation()
    {
        var episode = await NewEpisode();
        var response = await Clinic.Enter(episode, Clinic.Form(1, [.. Enumerable.Repeat((double?)4, 11), null]));
        var segments = await Segments(response.Text("id")!);
        Assert.That(segments.Select(s => s[0]), Is.EqualTo((string[])["MSH", "PID", "PV1", "OBR", "OBX", "OBX", "OBX", "OBX"]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(segments[0][8..12], Is.EqualTo((string[])["ORU^R01^ORU_R01", segments[0][9], "P", "2.5.1"]));
            Assert.That(segments[0][9], Has.Length.LessThanOrEqualTo(20));
            Assert.That(segments[0][17], Is.EqualTo("UNICODE UTF-8"));
            Assert.That(segments[1][3], Is.EqualTo($"c-{episode}^^^default^MR"));
            Assert.That((segments[2][2], segments[2][7], segments[2][19]), Is.EqualTo(("O", "th-1^^^^^^^^default", $"{episode}/1^^^default^VN")));
            Assert.That((segments[3][3], segments[3][7], segments[3][25]), Is.EqualTo(($"{response.Text("id")}^ALLIANCE", "20240108100000+0000", "F")));
            for (var i = 0; i < 4; i++)
            {
                var score = response["scores"]![i]!;
                var obx = segments[4 + i];
                Assert.That(obx[3], Does.StartWith($"wai-sr.client.{score.Text("scale")}^").And.EndsWith("^99ALLY"));
                Assert.That((double.Parse(obx[5], System.Globalization.CultureInfo.InvariantCulture), obx[6], obx[7], obx[8], obx[11]), Is.EqualTo(((double)score["mean"]!, "{score}^score^UCUM", "1-5", "", "F")));
            }
        }
    }

    [Test]
    public async Task ACorrectionSaysSoAndWhatWasVoidedIsWrong()
    {
        var episode = await NewEpisode();
        var id = (await Clinic.Enter(episode, Clinic.Flat(1, 4))).Text("id")!;
        var first = await Segments(id);
        Assert.That((await Segments(id))[0][9], Is.EqualTo(first[0][9]), "the same state is the same message");
        await Clinic.Integration.Put($"/v1/responses/{id}", new { answers = Clinic.Flat(1, 2)["answers"], reason = "typo" }, ("If-Match", "*"));
        var corrected = await Segments(id);
        Assert.That((corrected[3][25], corrected[4][11], corrected[4][5]), Is.EqualTo(("C", "C", "2")));
        Assert.That(corrected[0][9], Is.Not.EqualTo(first[0][9]));
        await Clinic.Integration.Delete($"/v1/responses/{id}?reason=twice", ("If-Match", "*"));
        Assert.That((await Segments(id))[4][11], Is.EqualTo("W"));
    }

    [Test]
    public async Task WhatWouldBeReadAsASeparatorIsEscapedAndOtherFormatsAreRefused()
    {
        var episode = await NewEpisode();
        var id = (await Clinic.Enter(episode, Clinic.Flat(1, 4))).Text("id")!;
        await Clinic.Integration.SendText(HttpMethod.Post, "/fhir/R4/Patient", $$"""{"resourceType":"Patient","identifier":[{"system":"urn:alliance:client","value":"c-{{episode}}"},{"system":"urn:mrn|x","value":"a^b&c~d\\e"}]}""", "application/fhir+json");
        Assert.That((await Segments(id))[1][3].Split('~')[1], Is.EqualTo("a\\S\\b\\T\\c\\R\\d\\E\\e^^^&urn:mrn\\F\\x&URI^MR"));
        Assert.That((await Clinic.Integration.Get($"/v1/score-reports/{id}", ("Accept", "application/json"))).Status, Is.EqualTo(406));
        Assert.That((await Clinic.OtherClinician.Get($"/v1/score-reports/{id}")).Status, Is.EqualTo(404));
        Assert.That((await Clinic.Supervisor.Get($"/v1/score-reports/{id}")).Status, Is.EqualTo(403));
    }

    private async Task<List<string[]>> Segments(string id)
    {
        var answer = await Clinic.Integration.Get($"/v1/score-reports/{id}", ("Accept", "application/hl7-v2"));
        Assert.That((answer.Status, answer.Headers["Content-Type"]), Is.EqualTo((200, "application/hl7-v2; charset=utf-8")), answer.Text);
        return [.. Encoding.UTF8.GetString(answer.Body).Split('\r', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('|'))];
    }
}
