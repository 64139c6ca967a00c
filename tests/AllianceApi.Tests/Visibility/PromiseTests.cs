using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Visibility;

/// <summary>What was promised when somebody answered holds, whatever is set later; showing less holds at once.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class PromiseTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task AWiderPolicyWidensNothingThatWasGivenBefore()
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(clinician: "scores", supervisor: "existence"));
        var before = await Clinic.Enter(episode, Forms.Of(1, 4));
        await Clinic.SetVisibility(episode, Policies.Of());
        var after = await Clinic.Enter(episode, Forms.Of(2, 4));
        var (first, second) = (await Clinic.Clinician.Read($"/v1/responses/{before.Text("id")}"), await Clinic.Clinician.Read($"/v1/responses/{after.Text("id")}"));
        Assert.That((first["answers"]!.AsObject().Count, second["answers"]!.AsObject().Count), Is.EqualTo((0, 12)));
        var trend = await Clinic.Supervisor.Read($"/v1/episodes/{episode}/trend");
        Assert.That((trend.Each<int>("withheld", "session"), trend.Scale().Each<int>("points", "session")), Is.EqualTo((new List<int> { 1 }, new List<int> { 2 })));
    }

    [Test]
    public async Task ABatchPromisesTheSame()
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(clinician: "trend"));
        var line = Forms.Of(1, 4).With("episodeId", episode).ToJsonString() + "\n";
        Assert.That((await Clinic.Integration.SendText(HttpMethod.Post, "/v1/responses/batch", line, "application/x-ndjson")).Text, Does.Contain("201"));
        await Clinic.SetVisibility(episode, Policies.Of());
        var response = (await Clinic.Clinician.All($"/v1/episodes/{episode}/responses")).Single();
        Assert.That((response["answers"]!.AsObject().Count, response.Score().Number("mean")), Is.EqualTo((0, (double?)null)));
    }

    [Test]
    public async Task AnAmendedAnAmovedAndAVoidedResponseKeepTheirPromise()
    {
        var (episode, other) = (await NewEpisode(), await NewEpisode());
        await Clinic.SetVisibility(episode, Policies.Of(clinician: "scores"));
        var id = (await Clinic.Enter(episode, Forms.Of(1, 4))).Text("id");
        await Clinic.SetVisibility(episode, Policies.Of());
        Assert.That((await Clinic.Clinician.Put($"/v1/responses/{id}", new { answers = Forms.Of(1, 3)["answers"], reason = "r" }, ("If-Match", "*"))).Json["answers"]!.AsObject().Count, Is.Zero);
        Assert.That((await Clinic.Clinician.Post($"/v1/responses/{id}/move", new { episodeId = other, reason = "r" })).Json["answers"]!.AsObject().Count, Is.Zero);
        Assert.That((await Clinic.Clinician.Delete($"/v1/responses/{id}?reason=r", ("If-Match", "*"))).Json["answers"]!.AsObject().Count, Is.Zero);
        Assert.That((await Clinic.Clinician.Read($"/v1/responses/{id}"))["answers"]!.AsObject().Count, Is.Zero);
    }

    [Test]
    public async Task ANarrowerPolicyHoldsAtOnceForAllThatWasKeptReady()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 4.25, 4, 2);
        var key = ("Idempotency-Key", $"k-{episode}");
        await Clinic.Submit(episode, Forms.Of(9, 4), Clinic.Clinician, key);
        var trend = await Clinic.Clinician.Get($"/v1/episodes/{episode}/trend");
        var caseload = await Clinic.Clinician.Get("/v1/caseload");
        await Clinic.SetVisibility(episode, Policies.Of(clinician: "existence"));
        var now = await Clinic.Clinician.Get($"/v1/episodes/{episode}/trend", ("If-None-Match", trend.Tag!));
        var list = await Clinic.Clinician.Get("/v1/caseload", ("If-None-Match", caseload.Tag!));
        var replayed = await Clinic.Submit(episode, Forms.Of(9, 4), Clinic.Clinician, key);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((now.Status, now.Json.Scale()["points"]!.AsArray().Count), Is.EqualTo((200, 0)));
            Assert.That(list.Status, Is.EqualTo(200));
            Assert.That(replayed.Json["answers"]!.AsObject().Count, Is.Zero, "no kept answer shows more");
            Assert.That((await Clinic.Alerts(episode)).Count, Is.Positive, "the integration still sees them");
            Assert.That((await Clinic.Clinician.All("/v1/alerts")).Where(a => a.Text("episodeId") == episode), Is.Empty);
        }
    }

    [Test]
    public async Task WhatIsWithheldIsNoPartOfWhatIsShown()
    {
        var (mixed, plain) = (await NewEpisode(), await NewEpisode());
        foreach (var session in Enumerable.Range(1, 8))
        {
            if (session is 2 or 5)
            {
                await Clinic.SetVisibility(mixed, Policies.Of(clinician: "existence"));
                await Clinic.Enter(mixed, Forms.Of(session, 1));
                await Clinic.SetVisibility(mixed, Policies.Of());
                continue;
            }

            await Clinic.Enter(mixed, Forms.Of(session, 4));
            await Clinic.Enter(plain, Forms.Of(session, 4));
        }

        var (seen, expected) = (await Clinic.Clinician.Read($"/v1/episodes/{mixed}/trend"), await Clinic.Clinician.Read($"/v1/episodes/{plain}/trend"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.Scale()["level"]!.ToJsonString(), Is.EqualTo(expected.Scale()["level"]!.ToJsonString()));
            Assert.That(seen.Scale()["ruptures"]!.AsArray(), Is.Empty);
            Assert.That(seen["missingSessions"]!.AsArray(), Is.Empty);
            Assert.That(string.Join(' ', seen.Texts("statements")), Does.Contain("2 forms are not shown here").And.Not.Contain("No form"));
            Assert.That((await Clinic.Clinician.CaseloadRow(mixed)).Scale().Number("level.value"), Is.EqualTo(expected.Scale().Number("level.value")));
            Assert.That((await Clinic.Clinician.CaseloadRow(mixed)).Whole("unseenAlerts"), Is.Zero, "an alert about a form that is withheld");
        }
    }

    [Test]
    public async Task ThePromiseIsKeptInDataAndInWords()
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(supervisor: "existence", holdUntil: "discussed"));
        var words = (await Clinic.Clinician.Read($"/v1/episodes/{episode}/visibility")).Texts("inWords");
        var id = (await Clinic.Enter(episode, Forms.Of(1, 4))).Text("id");
        await Clinic.SetVisibility(episode, Policies.Of(clinician: "scores"));
        var promise = await Clinic.Clinician.Read($"/v1/responses/{id}/promise");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((promise.Text("promised.supervisor"), promise.Texts("promised.holdUntil")), Is.EqualTo(("existence", new List<string?> { "discussed" })));
            Assert.That((promise.Text("inForce.supervisor"), promise.Text("inForce.clinician")), Is.EqualTo(("existence", "scores")));
            Assert.That(promise.Texts("inWords"), Is.EqualTo(words));
        }
    }
}
