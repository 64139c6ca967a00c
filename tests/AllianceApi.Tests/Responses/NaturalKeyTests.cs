using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

/// <summary>One response for one episode, session, instrument version and rater, whatever is sent again.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class NaturalKeyTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task The_same_answers_again_give_the_stored_response()
    {
        var episode = await NewEpisode();
        var first = await Clinic.Submit(episode, Forms.Of(1, 4.25).With("durationSeconds", 60).With("setting", "clinicTablet"));
        var again = await Clinic.Submit(episode, Forms.Of(1, 4.25).With("durationSeconds", 99));
        Assert.That((first.Status, again.Status), Is.EqualTo((201, 200)));
        Assert.That(again.Body, Is.EqualTo(first.Body));
        Assert.That(again.Tag, Is.EqualTo(first.Tag));
        Assert.That((await Clinic.Trend(episode)).Whole("forms"), Is.EqualTo(1));
    }

    [Test]
    public async Task Other_answers_are_refused_and_the_stored_response_is_named()
    {
        var episode = await NewEpisode();
        var first = await Clinic.Enter(episode, Forms.Of(1, 4.25));
        var other = await Clinic.Submit(episode, Forms.Of(1, 4));
        Assert.That((other.Status, other.Problem, other.Json.Text("existing")), Is.EqualTo((409, "response-exists", $"/v1/responses/{first.Text("id")}")), other.Text);
        Assert.That(other.Json.Text("detail"), Does.Contain(first.Text("id")));
        Assert.That((await Clinic.Trend(episode)).Scale().Number("points.0.score"), Is.EqualTo(4.25));
    }

    [Test]
    public async Task Null_and_absent_are_the_same()
    {
        var episode = await NewEpisode();
        var withNull = Clinic.Form(1, [4, 5, 4, 4, 5, 4, 4, 3, 5, 4, 4, null]);
        var without = Clinic.Form(1, [4, 5, 4, 4, 5, 4, 4, 3, 5, 4, 4]);
        var first = await Clinic.Submit(episode, withNull);
        var again = await Clinic.Submit(episode, without);
        Assert.That((first.Status, again.Status), Is.EqualTo((201, 200)));
        Assert.That(again.Body, Is.EqualTo(first.Body));
        Assert.That(first.Json["answers"]!.AsObject().ContainsKey("12"), Is.False);
    }

    [Test]
    public async Task A_missing_answer_is_not_the_same_as_one_that_was_given()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Clinic.Form(1, Enumerable.Repeat((double?)4, 12)));
        Assert.That((await Clinic.Submit(episode, Clinic.Form(1, Enumerable.Repeat((double?)4, 11)))).Problem, Is.EqualTo("response-exists"));
    }

    [Test]
    public async Task Therapist_and_client_answer_for_one_session()
    {
        var episode = await NewEpisode();
        var client = await Clinic.Enter(episode, Forms.Of(1, 4.25));
        var therapist = await Clinic.Enter(episode, Forms.Of(1, 3.5, "therapist").WithSession(new { number = 1 }));
        Assert.That(therapist.Text("id"), Is.Not.EqualTo(client.Text("id")));
        Assert.That(therapist["session"]!.ToJsonString(), Is.EqualTo(client["session"]!.ToJsonString()));
        Assert.That((await Clinic.Integration.All($"/v1/episodes/{episode}/sessions")), Has.Count.EqualTo(1));
        Assert.That((await Clinic.Trend(episode, "?rater=therapist")).Scale().Number("points.0.score"), Is.EqualTo(3.5));
        Assert.That((await Clinic.Trend(episode)).Scale().Number("points.0.score"), Is.EqualTo(4.25));
    }

    [Test]
    public async Task Two_instruments_and_two_episodes_do_not_touch_each_other()
    {
        var (one, two) = (await NewEpisode(), await NewEpisode());
        await Clinic.Enter(one, Forms.Of(1, 4.25));
        await Clinic.Enter(two, Forms.Of(1, 3));
        await Clinic.Enter(one, Clinic.Form(1, [9, 8, 7, 10], instrument: "srs"));
        Assert.That((await Clinic.Trend(one)).Scale().Number("points.0.score"), Is.EqualTo(4.25));
        Assert.That((await Clinic.Trend(one, "?instrument=srs")).Scale().Number("points.0.score"), Is.EqualTo(34));
        Assert.That((await Clinic.Trend(two)).Scale().Number("points.0.score"), Is.EqualTo(3));
    }

    [TestCase("wai-sr@2006", 201)]
    [TestCase("wai-sr@1999", 400)]
    [TestCase("wai-sr@", 400)]
    [TestCase("no-such", 400)]
    public async Task An_instrument_may_be_named_with_its_version(string instrument, int status)
    {
        var answer = await Clinic.Submit(await NewEpisode(), Forms.Of(1, 4.25).With("instrument", instrument));
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
        Assert.That(status == 201 ? answer.Json.Text("version") : answer.Faults.Single(), Is.EqualTo(status == 201 ? "2006" : "/instrument unknown-instrument"));
    }

    [Test]
    public async Task With_and_without_the_version_is_the_same_key()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.Of(1, 4.25));
        Assert.That((await Clinic.Submit(episode, Forms.Of(1, 4.25).With("instrument", "wai-sr@2006"))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Every_fault_of_a_form_is_listed_at_once()
    {
        var form = Forms.Of(1, 4).With("rater", "observer").With("mood", "good").With("completedAt", "2024-01-08T10:00:00").With("answers", new JsonObject { ["1"] = 6, ["2"] = 4.5, ["13"] = 4, ["x"] = 1 });
        var answer = await Clinic.Submit(await NewEpisode(), form);
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Faults, Is.EquivalentTo(new[]
        {
            "/rater rater-not-allowed", "/mood unknown-member", "/completedAt no-offset",
            "/answers/1 out-of-range", "/answers/2 out-of-range", "/answers/13 unknown-item", "/answers/x unknown-item",
        }));
    }
}
