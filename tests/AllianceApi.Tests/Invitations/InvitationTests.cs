using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Invitations;

/// <summary>A one-time link from its making to the answers that come of it.</summary>
internal sealed class InvitationTests : ClinicFixture
{
    private static readonly string[] AllFours = ["4", "4", "4", "4", "4", "4", "4", "4", "4"];

    [Test]
    public async Task The_link_stands_in_the_first_answer_alone_and_its_token_is_not_in_the_store()
    {
        var episode = await NewEpisode(instrument: "alliance-check");
        var key = ("Idempotency-Key", "an invitation once");
        var made = await Clinic.Clinician.Post($"/v1/episodes/{episode}/invitations", Body(1), key);
        var again = await Clinic.Clinician.Post($"/v1/episodes/{episode}/invitations", Body(1), key);
        var listed = await Clinic.Clinician.Get($"/v1/episodes/{episode}/invitations");
        var token = ((string)made.Json["url"]!).Split('/')[^1];
        Assert.Multiple(() =>
        {
            Assert.That(made.Status, Is.EqualTo(201), made.Text);
            Assert.That(token, Has.Length.EqualTo(43));
            Assert.That(again.Json["url"], Is.Null);
            Assert.That((string?)again.Json["id"], Is.EqualTo((string?)made.Json["id"]));
            Assert.That(listed.Text, Does.Not.Contain(token));
            Assert.That((string?)listed.Json["items"]![0]!["state"], Is.EqualTo("open"));
            Assert.That(Clinic.Service.Log, Does.Not.Contain(token));
        });
    }

    [Test]
    public async Task The_page_says_who_sees_what_before_the_first_sentence()
    {
        var page = await Page(await Invite(await NewEpisode(instrument: "alliance-check"), 1));
        Assert.That(page, Does.Contain("lang=\"en\"").And.Contain("I could be myself with my therapist today."));
        Assert.That(page.IndexOf("Your therapist sees each of your answers.", StringComparison.Ordinal), Is.GreaterThan(0).And.LessThan(page.IndexOf("<fieldset>", StringComparison.Ordinal)));
    }

    [Test]
    public async Task Answers_are_stored_as_any_response_with_the_invitation_as_their_author()
    {
        var episode = await NewEpisode(instrument: "alliance-check");
        var link = await Invite(episode, 1);
        var page = await Send(link, AllFours, await PromiseOf(link), "61.5");
        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(Encoding.UTF8.GetString(page.Body), Does.Contain("Thank you"));

        var response = (await Clinic.Clinician.All($"/v1/episodes/{episode}/responses")).Single();
        var invitation = (await Clinic.Clinician.All($"/v1/episodes/{episode}/invitations")).Single();
        var audit = await Clinic.Auditor.Get($"/v1/audit?actor={(string)invitation["id"]!}&limit=100");
        var promise = await Clinic.Clinician.Get($"/v1/responses/{(string)response["id"]!}/promise");
        Assert.Multiple(() =>
        {
            Assert.That((int)response["answers"]!["9"]!, Is.EqualTo(4));
            Assert.That((double)response["quality"]!["secondsPerItem"]!, Is.EqualTo(61.5 / 9).Within(1e-9));
            Assert.That((string?)invitation["state"], Is.EqualTo("completed"));
            Assert.That((string?)invitation["responseId"], Is.EqualTo((string?)response["id"]));
            Assert.That(audit.Json["items"]!.AsArray().Select(r => ((string)r!["action"]!, (string)r["actor"]!["role"]!)), Does.Contain(("WriteResponse", "invitation")));
            Assert.That(promise.Json["inWords"]!.AsArray(), Is.Not.Empty);
        });
    }

    [Test]
    public async Task Sent_twice_at_once_it_counts_once()
    {
        var episode = await NewEpisode(instrument: "alliance-check");
        var link = await Invite(episode, 1);
        var promise = await PromiseOf(link);
        var sent = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Send(link, AllFours, promise)));
        Assert.That(sent.Select(s => s.Status), Is.All.EqualTo(200));
        Assert.That(await Clinic.Clinician.All($"/v1/episodes/{episode}/responses"), Has.Count.EqualTo(1));
        Assert.That((await Send(link, ["1", "1", "1", "1", "1", "1", "1", "1", "1"], promise)).Text, Does.Contain("This link has been used"));
    }

    [Test]
    public async Task A_link_that_was_withdrawn_takes_nothing()
    {
        var episode = await NewEpisode(instrument: "alliance-check");
        var link = await Invite(episode, 1);
        var promise = await PromiseOf(link);
        var id = (string)(await Clinic.Clinician.All($"/v1/episodes/{episode}/invitations")).Single()["id"]!;
        Assert.That((await Clinic.OtherClinician.Delete($"/v1/episodes/{episode}/invitations/{id}")).Status, Is.EqualTo(404));
        Assert.That((await Clinic.Clinician.Delete($"/v1/episodes/{episode}/invitations/{id}")).Status, Is.EqualTo(204));
        Assert.That((await Clinic.Service.Api(null).Get(link)).Status, Is.EqualTo(410));
        Assert.That((await Send(link, AllFours, promise)).Status, Is.EqualTo(410));
        Assert.That(await Clinic.Clinician.All($"/v1/episodes/{episode}/responses"), Is.Empty);
    }

    [Test]
    public async Task Nobody_is_sent_a_form_without_its_texts()
    {
        var refused = await Clinic.Clinician.Post($"/v1/episodes/{await NewEpisode()}/invitations", Body(1));
        Assert.That(refused.Status, Is.EqualTo(422));
        Assert.That((string?)refused.Json["type"], Is.EqualTo("/problems/wording-missing"));
        Assert.That((string?)refused.Json["detail"], Does.Contain("wai-sr@2006").And.Contain("PUT"));
    }

    [Test]
    public async Task An_administrator_sees_a_form_without_texts_with_neutral_ones_and_nothing_to_send()
    {
        var page = (await Clinic.Admin.Get("/v1/instruments/wai-sr/versions/2006/preview?language=de")).Text;
        Assert.That(page, Does.Contain("Item 12").And.Not.Contain("<button"));
        Assert.That((await Clinic.Admin.Get("/v1/instruments/alliance-check/versions/1/preview?language=de")).Text, Does.Not.Contain("Item 1"));
    }

    [Test]
    public async Task Every_fault_of_an_invitation_is_told_at_once()
    {
        var refused = await Clinic.Clinician.Post(
            $"/v1/episodes/{await NewEpisode(instrument: "alliance-check")}/invitations", new { session = new { number = 3 }, rater = "observer", language = "en", expiresAt = "2001-01-01T00:00:00Z" });
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Json["errors"]!.AsArray().Select(e => (string?)e!["pointer"]), Is.EquivalentTo((string[])["/rater", "/session/heldAt", "/expiresAt"]));
    }

    [Test]
    public async Task Who_would_be_seen_by_more_than_the_page_said_is_asked_again()
    {
        var episode = await NewEpisode(instrument: "alliance-check");
        var narrow = new { clinician = "trend", supervisor = "existence", integration = "existence", client = "trend" };
        var link = await Invite(episode, 1);
        var wide = await PromiseOf(link);
        await Clinic.Integration.Put($"/v1/clients/c-{episode}/visibility", narrow);
        var agreed = await PromiseOf(link);
        Assert.That(agreed, Is.Not.EqualTo(wide));
        var current = await Clinic.Integration.Get($"/v1/clients/c-{episode}/visibility");
        await Clinic.Integration.Put($"/v1/clients/c-{episode}/visibility", new { clinician = "items", supervisor = "trend", integration = "items", client = "trend" }, ("If-Match", current.Tag!));
        Assert.That((await Send(link, AllFours, agreed)).Status, Is.EqualTo(409));
        Assert.That(await Clinic.Clinician.All($"/v1/episodes/{episode}/responses"), Is.Empty);
        Assert.That((await Send(link, AllFours, wide)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Too_few_answers_and_unreadable_ones_keep_what_was_typed_and_store_nothing()
    {
        var episode = await NewEpisode(instrument: "alliance-check");
        var link = await Invite(episode, 1);
        var promise = await PromiseOf(link);
        var few = await Send(link, ["4", "", "", "", "", "", "", "", ""], promise);
        Assert.That(few.Status, Is.EqualTo(422));
        Assert.That(few.Text, Does.Contain("name=\"a1\" value=\"4\" checked").And.Contain("role=\"alert\""));
        Assert.That((await Send(link, ["7", "4", "4", "4", "4", "4", "4", "4", "4"], promise)).Status, Is.EqualTo(400));
        Assert.That((await Send(link, ["<b>", "4", "4", "4", "4", "4", "4", "4", "4"], promise)).Text, Does.Not.Contain("<b>\""));
        Assert.That(await Clinic.Clinician.All($"/v1/episodes/{episode}/responses"), Is.Empty);
    }

    [TestCase("de", "ltr", "Absenden")]
    [TestCase("de-CH", "ltr", "Absenden")]
    [TestCase("es", "ltr", "Enviar")]
    [TestCase("fr", "ltr", "Envoyer")]
    public async Task The_page_is_in_the_language_of_the_invitation(string language, string direction, string send)
    {
        var page = await Page(await Invite(await NewEpisode(instrument: "alliance-check"), 1, language));
        Assert.That(page, Does.Contain($"lang=\"{language[..2]}\" dir=\"{direction}\"").And.Contain(send));
    }

    [Test]
    public async Task Texts_attached_from_right_to_left_turn_the_page_and_a_line_can_be_marked()
    {
        var items = new JsonObject();
        foreach (var item in Enumerable.Range(1, 4))
        {
            items[$"{item}"] = $"\u062c\u0645\u0644\u0629 {item}";
        }

        var wording = new { title = "\u0627\u0633\u062a\u0645\u0627\u0631\u0629", instructions = "\u0636\u0639 \u0639\u0644\u0627\u0645\u0629", items, anchors = new JsonObject { ["0"] = "\u0644\u0627", ["10"] = "\u0646\u0639\u0645" }, licence = new { holder = "h", reference = "r", attestedBy = "a" } };
        Assert.That((await Clinic.Admin.Put("/v1/instruments/srs/versions/3/wording/ar", wording)).Status, Is.EqualTo(201));
        var episode = await NewEpisode(instrument: "srs");
        var link = await Invite(episode, 1, "ar");
        Assert.That(await Page(link), Does.Contain("dir=\"rtl\"").And.Contain("type=\"number\"").And.Contain("step=\"0.1\""));
        Assert.That((await Send(link, ["7,5", "8", "9.1", "10"], await PromiseOf(link))).Status, Is.EqualTo(200));
        Assert.That((double)(await Clinic.Clinician.All($"/v1/episodes/{episode}/responses")).Single()["answers"]!["1"]!, Is.EqualTo(7.5));
    }

    [Test]
    public async Task A_link_that_never_was_one_says_no_more_than_an_expired_one()
    {
        Assert.That((await Clinic.Service.Api(null).Get("/f/" + new string('A', 43))).Status, Is.EqualTo((int)HttpStatusCode.NotFound));
        Assert.That((await Clinic.Service.Api(null).Get("/f/x")).Status, Is.EqualTo(404));
    }

    private static object Body(int number, string language = "en") => new { session = new { number, heldAt = Clinic.HeldAt(number) }, rater = "client", language };

    private async Task<string> Invite(string episode, int number, string language = "en")
    {
        var made = await Clinic.Clinician.Post($"/v1/episodes/{episode}/invitations", Body(number, language));
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        return new Uri((string)made.Json["url"]!).AbsolutePath;
    }

    private async Task<string> Page(string link)
    {
        var page = await Clinic.Service.Api(null).Get(link);
        Assert.That(page.Status, Is.EqualTo(200));
        return Encoding.UTF8.GetString(page.Body);
    }

    private async Task<string> PromiseOf(string link) => (await Page(link)).Split("name=\"promise\" value=\"")[1].Split('"')[0];

    private Task<Answer> Send(string link, string[] answers, string promise, string duration = "") => Clinic.Service.Api(null).SendText(
        HttpMethod.Post, link, string.Join('&', answers.Select((a, i) => $"a{i + 1}={Uri.EscapeDataString(a)}").Append($"promise={promise}").Append($"duration={duration}")), "application/x-www-form-urlencoded");
}
