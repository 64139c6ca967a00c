using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Visibility;

/// <summary>Who may set which policy, and what it says.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class PolicyTests(Store store)
{
    private Clinic _clinic = null!;

    [SetUp]
    public async Task Open() => _clinic = await Clinic.Open(store);

    [TearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [Test]
    public async Task WithoutAPolicyTheBuiltInOneHolds()
    {
        var policy = await _clinic.Admin.Read("/v1/visibility");
        Assert.That(new[] { "clinician", "supervisor", "integration", "client", "holdUntil" }.Select(policy.Text), Is.EqualTo((string?[])["items", "trend", "items", "trend", null]));
        var episode = await _clinic.Episode("e1");
        Assert.That((await _clinic.Clinician.Read($"/v1/episodes/{episode}/visibility")).Text("supervisor"), Is.EqualTo("trend"));
    }

    [Test]
    public async Task TheDefaultReachesEveryClientAndAClientsOwnNarrowsIt()
    {
        var episode = await _clinic.Episode("e1");
        Assert.That((await _clinic.Admin.Put("/v1/visibility", Policies.Of(clinician: "scores", client: "scores"))).Status, Is.EqualTo(200));
        await _clinic.SetVisibility(episode, Policies.Of(clinician: "items", supervisor: "existence", holdUntil: "sessionClosed"));
        var set = await _clinic.Integration.Read($"/v1/clients/c-{episode}/visibility");
        var inForce = await _clinic.Integration.Read($"/v1/episodes/{episode}/visibility");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((set.Text("clinician"), set.Text("inForce.clinician"), set.Text("inForce.supervisor"), set.Text("inForce.client")), Is.EqualTo(("items", "scores", "existence", "trend")));
            Assert.That((inForce.Text("clinician"), inForce.Text("holdUntil")), Is.EqualTo(("scores", "sessionClosed")));
            Assert.That(string.Join(' ', inForce.Texts("inWords")), Does.Contain("Your therapist sees the scores").And.Contain("supervisor sees only that you filled in a form").And.Contain("before that session is over"));
        }
    }

    [Test]
    public async Task AClinicianShowsLessButNeverMoreAndOnlyOfItsOwn()
    {
        var (own, other) = (await _clinic.Episode("e1"), await _clinic.Episode("e2", "th-2"));
        var path = $"/v1/clients/c-{own}/visibility";
        Assert.That((await _clinic.Clinician.Put(path, Policies.Of(supervisor: "scores"))).Problem, Is.EqualTo("forbidden"));
        Assert.That((await _clinic.Clinician.Put(path, Policies.Of(supervisor: "existence", holdUntil: "discussed"))).Status, Is.EqualTo(200));
        Assert.That((await _clinic.Clinician.Put(path, Policies.Of(supervisor: "existence"))).Problem, Is.EqualTo("forbidden"), "what is waited for stays");
        Assert.That((await _clinic.Clinician.Put(path, Policies.Of(holdUntil: "discussed"))).Problem, Is.EqualTo("forbidden"));
        Assert.That((await _clinic.Integration.Put(path, Policies.Of())).Status, Is.EqualTo(200));
        Assert.That((await _clinic.Clinician.Put($"/v1/clients/c-{other}/visibility", Policies.Of(supervisor: "existence"))).Problem, Is.EqualTo("not-found"));
        Assert.That((await _clinic.Clinician.Get($"/v1/clients/c-{other}/visibility")).Problem, Is.EqualTo("not-found"));
        Assert.That((await _clinic.Integration.Put("/v1/clients/nobody/visibility", Policies.Of())).Problem, Is.EqualTo("not-found"));
    }

    [Test]
    public async Task AStaleTagIsRefusedAndNoneIsNeeded()
    {
        var episode = await _clinic.Episode("e1");
        var path = $"/v1/clients/c-{episode}/visibility";
        var before = (await _clinic.Integration.Get(path)).Tag!;
        Assert.That((await _clinic.Integration.Put(path, Policies.Of(client: "existence"), ("If-Match", before))).Status, Is.EqualTo(200));
        Assert.That((await _clinic.Integration.Put(path, Policies.Of(), ("If-Match", before))).Status, Is.EqualTo(412));
        Assert.That((await _clinic.Integration.Put(path, Policies.Of())).Status, Is.EqualTo(200));
        Assert.That((await _clinic.Integration.Get(path)).Tag, Does.StartWith("\"2-"));
    }

    [TestCase("""{"clinician":"everything","supervisor":"trend","integration":"items","client":"trend"}""")]
    [TestCase("""{"clinician":"items","supervisor":"trend","integration":"items"}""")]
    [TestCase("""{"clinician":"items","supervisor":"trend","integration":"items","client":"trend","holdUntil":"later"}""")]
    [TestCase("""{"clinician":"items","supervisor":"trend","integration":"items","client":"trend","researcher":"items"}""")]
    public async Task AnythingElseThanAPolicyIsRefused(string body)
    {
        var answer = await _clinic.Admin.SendText(HttpMethod.Put, "/v1/visibility", body);
        Assert.That(answer.Problem, Is.EqualTo("invalid-request"), answer.Text);
        Assert.That((await _clinic.Admin.Get("/v1/visibility")).Tag, Does.StartWith("\"0-"));
    }

    [Test]
    public async Task AMergedClientKeepsWhatWasNarrowedForEither()
    {
        var (one, other) = (await _clinic.Episode("e1"), await _clinic.Episode("e2"));
        await _clinic.SetVisibility(one, Policies.Of(supervisor: "existence"));
        await _clinic.SetVisibility(other, Policies.Of(clinician: "scores"));
        Assert.That((await _clinic.Integration.Post($"/v1/clients/c-{one}/merge", new { into = $"c-{other}" })).Status, Is.EqualTo(200));
        var policy = await _clinic.Integration.Read($"/v1/clients/c-{other}/visibility");
        Assert.That((policy.Text("supervisor"), policy.Text("clinician")), Is.EqualTo(("existence", "scores")));
    }

    [Test]
    public async Task WhatWasSetStandsInTheAuditLog()
    {
        await _clinic.SetVisibility(await _clinic.Episode("e1"), Policies.Of(supervisor: "existence"));
        var row = (await _clinic.Auditor.Read("/v1/audit?clientId=c-e1&limit=1")).Path("items.0");
        Assert.That((row.Text("action"), row.Text("reason")), Is.EqualTo(("WriteClientVisibility", "clinician=items supervisor=existence integration=items client=trend hold=None")));
    }
}
