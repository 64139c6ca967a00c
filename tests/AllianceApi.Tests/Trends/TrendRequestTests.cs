using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Trends;

/// <summary>How a trend is asked for: which series, in which form, and what the caller holds already.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class TrendRequestTests(Store store) : ClinicFixture(store)
{
    private string _episode = "";

    [OneTimeSetUp]
    public async Task EnterForms()
    {
        _episode = await NewEpisode();
        await Clinic.EnterTotals(_episode, 4, 4.25, 4);
    }

    [TestCase("*/*")]
    [TestCase("application/json")]
    [TestCase("application/*")]
    [TestCase("text/html, application/xhtml+xml, application/json;q=0.9, image/svg+xml;q=0.8")]
    [TestCase("image/svg+xml;q=0.5, application/json")]
    public async Task Json_is_given_where_it_is_welcome(string accept)
    {
        var answer = await Clinic.Clinician.Get($"/v1/episodes/{_episode}/trend", ("Accept", accept));
        Assert.That((answer.Status, answer.Headers["Content-Type"], answer.Headers["Vary"]), Is.EqualTo((200, "application/json; charset=utf-8", "Accept")).Or.EqualTo((200, "application/json; charset=utf-8", "Accept-Encoding, Accept")), answer.Text);
    }

    [TestCase("text/html")]
    [TestCase("image/png")]
    [TestCase("application/json;q=0")]
    public async Task What_there_is_not_is_not_acceptable(string accept)
    {
        var answer = await Clinic.Clinician.Get($"/v1/episodes/{_episode}/trend", ("Accept", accept));
        Assert.That((answer.Status, answer.Problem), Is.EqualTo((406, "not-acceptable")), answer.Text);
    }

    [Test]
    public async Task Who_holds_the_newest_state_gets_304()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4);
        var path = $"/v1/episodes/{episode}/trend";
        var first = await Clinic.Clinician.Get(path);
        Assert.That(first.Tag, Does.Match("^\"[^\"]+\"$"), "a strong tag");
        var held = await Clinic.Clinician.Get(path, ("If-None-Match", first.Tag!));
        Assert.That((held.Status, held.Body.Length, held.Tag), Is.EqualTo((304, 0, first.Tag)));
        await Clinic.Enter(episode, Forms.Of(2, 4));
        var changed = await Clinic.Clinician.Get(path, ("If-None-Match", first.Tag!));
        Assert.That((changed.Status, changed.Json.Whole("revision")), Is.EqualTo((200, 2)));
        var therapist = await Clinic.Clinician.Get(path + "?rater=therapist", ("If-None-Match", changed.Tag!));
        Assert.That(therapist.Status, Is.EqualTo(200), "another series has another tag");
        await Clinic.Enter(episode, Forms.Of(2, 3, "therapist"));
        Assert.That((await Clinic.Clinician.Get(path, ("If-None-Match", $"\"other\", {changed.Tag}"))).Status, Is.EqualTo(304), "a form of the other rater changes nothing here");
    }

    [TestCase("?instrument=no-such", "?instrument unknown-instrument")]
    [TestCase("?instrument=wai-sr&version=1999", "?instrument unknown-instrument")]
    [TestCase("?instrument=wai-sr@1999", "?instrument unknown-instrument")]
    [TestCase("?rater=observer", "?rater rater-not-allowed")]
    [TestCase("?rater=mother", "?rater out-of-range")]
    [TestCase("?version=a%20b", "?version invalid-id")]
    [TestCase("?asof=2024-01-01T00:00:00Z", "?asof unknown-parameter")]
    public async Task What_can_not_be_is_a_fault(string query, string fault)
    {
        var answer = await Clinic.Clinician.Get($"/v1/episodes/{_episode}/trend{query}");
        Assert.That((answer.Status, answer.Faults.Single()), Is.EqualTo((400, fault)), answer.Text);
    }

    [TestCase("")]
    [TestCase("?instrument=wai-sr")]
    [TestCase("?instrument=wai-sr@2006&rater=client")]
    [TestCase("?version=2006")]
    public async Task The_usual_series_is_shown_by_any_of_its_names(string query) =>
        Assert.That((await Clinic.Clinician.Get($"/v1/episodes/{_episode}/trend{query}")).Body, Is.EqualTo((await Clinic.Clinician.Get($"/v1/episodes/{_episode}/trend")).Body));

    [Test]
    public async Task A_form_of_therapists_alone_is_shown_for_the_therapist()
    {
        var episode = await NewEpisode(instrument: "wai-srt-10");
        await Clinic.Enter(episode, Clinic.Form(1, Enumerable.Repeat((double?)4, 10), "therapist", "wai-srt-10"));
        var trend = await Clinic.Trend(episode);
        Assert.That((trend.Text("rater"), trend.Whole("forms")), Is.EqualTo(("therapist", 1)));
        Assert.That(trend.Each<string>("scales", "scale"), Is.EqualTo(new[] { "bond", "goalTask", "total" }));
    }

    [Test]
    public async Task An_own_instrument_that_is_replaced_before_its_first_response_is_shown_as_it_is_now()
    {
        var fine = OwnInstruments.Fine("replaced");
        await Clinic.Admin.Post("/v1/instruments", fine);
        var episode = await NewEpisode(instrument: "replaced");
        Assert.That((await Clinic.Trend(episode)).Number("max"), Is.EqualTo(5));
        fine["items"]!["max"] = 9;
        Assert.That((await Clinic.Admin.Post("/v1/instruments", fine)).Status, Is.EqualTo(200));
        Assert.That((await Clinic.Trend(episode)).Number("max"), Is.EqualTo(9));
    }

    [Test]
    public async Task Outside_the_callers_sight_is_not_found()
    {
        Assert.That((await Clinic.OtherClinician.Get($"/v1/episodes/{_episode}/trend")).Problem, Is.EqualTo("not-found"));
        Assert.That((await Clinic.Clinician.Get("/v1/episodes/nowhere/trend")).Problem, Is.EqualTo("not-found"));
        Assert.That((await Clinic.Admin.Get($"/v1/episodes/{_episode}/trend")).Status, Is.EqualTo(403));
    }
}
