using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Episodes;

/// <summary>An episode is opened, read, changed and closed by its path.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class EpisodeTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task It_is_made_once_and_the_same_again_changes_nothing()
    {
        var body = Body("c-once");
        var made = await Clinic.Integration.Put("/v1/episodes/once?create=true", body);
        var again = await Clinic.Integration.Put("/v1/episodes/once", body);
        Assert.That((made.Status, made.Headers["Location"], again.Status), Is.EqualTo((201, "/v1/episodes/once", 200)), made.Text);
        Assert.That((again.Body, again.Tag), Is.EqualTo((made.Body, made.Tag)));
        var read = await Clinic.Clinician.Get("/v1/episodes/once");
        Assert.That((read.Body, read.Tag), Is.EqualTo((made.Body, made.Tag)));
        Assert.That((await Clinic.Clinician.Get("/v1/episodes/once", ("If-None-Match", made.Tag!))).Status, Is.EqualTo(304));
        Assert.That(made.Json.Select(m => m.Key), Is.EqualTo(new[] { "episodeId", "clientId", "clinicianId", "instrument", "startedOn", "endedOn", "status", "createdAt" }));
        Assert.That((made.Json.Text("startedOn"), made.Json["endedOn"], made.Json.Text("status")), Is.EqualTo(("2024-01-01", (object?)null, "open")));
    }

    [Test]
    public async Task Other_content_needs_the_state_that_it_changes()
    {
        var episode = await NewEpisode();
        var read = await Clinic.Integration.Get($"/v1/episodes/{episode}");
        var body = Body($"c-{episode}", endedOn: "2024-06-01");
        Assert.That((await Clinic.Integration.Put($"/v1/episodes/{episode}", body)).Status, Is.EqualTo(428));
        Assert.That((await Clinic.Integration.Put($"/v1/episodes/{episode}", body, ("If-Match", "\"9-0\""))).Status, Is.EqualTo(412));
        var closed = await Clinic.Integration.Put($"/v1/episodes/{episode}", body, ("If-Match", read.Tag!));
        Assert.That((closed.Status, closed.Json.Text("status"), closed.Json.Text("endedOn")), Is.EqualTo((200, "closed", "2024-06-01")), closed.Text);
        Assert.That((await Clinic.Integration.Put($"/v1/episodes/{episode}", Body($"c-{episode}"), ("If-Match", closed.Tag!))).Json.Text("status"), Is.EqualTo("open"), "it goes on after all");
    }

    [Test]
    public async Task Client_and_clinician_never_change()
    {
        var episode = await NewEpisode();
        var read = await Clinic.Integration.Get($"/v1/episodes/{episode}");
        foreach (var body in new[] { Body("c-other"), Body($"c-{episode}", clinicianId: "th-2") })
        {
            var answer = await Clinic.Integration.Put($"/v1/episodes/{episode}?create=true", body, ("If-Match", read.Tag!));
            Assert.That((answer.Status, answer.Problem), Is.EqualTo((409, "fixed-member")), answer.Text);
        }

        Assert.That((await Clinic.Integration.Get($"/v1/episodes/{episode}")).Tag, Is.EqualTo(read.Tag));
    }

    [Test]
    public async Task People_must_exist_or_be_made_on_the_way()
    {
        Assert.That((await Clinic.Integration.Put("/v1/episodes/people", Body("c-new"))).Status, Is.EqualTo(404));
        Assert.That((await Clinic.Integration.Put("/v1/episodes/people?create=false", Body("c-new"))).Status, Is.EqualTo(404));
        Assert.That((await Clinic.Integration.Put("/v1/episodes/people?create=true", Body("c-new", clinicianId: "th-new"))).Status, Is.EqualTo(201));
        Assert.That((await Clinic.Integration.Get("/v1/clients/c-new")).Status, Is.EqualTo(200));
        Assert.That((await Clinic.Integration.Get("/v1/clinicians/th-new")).Status, Is.EqualTo(200));
    }

    [TestCase("startedOn", "2024-13-01", "/startedOn invalid-format")]
    [TestCase("startedOn", null, "/startedOn wrong-type")]
    [TestCase("endedOn", "2023-12-31", "/endedOn out-of-range")]
    [TestCase("instrument", "no-such", "/instrument unknown-instrument")]
    [TestCase("clientId", "a b", "/clientId invalid-id")]
    [TestCase("note", "x", "/note unknown-member")]
    public async Task A_fault_is_named(string member, string? value, string fault)
    {
        var body = Json.Object(Body("c-fault"));
        body[member] = value;
        var answer = await Clinic.Integration.Put("/v1/episodes/fault?create=true", body);
        Assert.That((answer.Status, answer.Faults.Single()), Is.EqualTo((400, fault)), answer.Text);
        Assert.That((await Clinic.Integration.Get("/v1/episodes/fault")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Lists_are_filtered_and_paged()
    {
        var (open, closed, others) = (await NewEpisode(), await NewEpisode(), await NewEpisode("th-2"));
        var tag = (await Clinic.Integration.Get($"/v1/episodes/{closed}")).Tag!;
        await Clinic.Integration.Put($"/v1/episodes/{closed}", Body($"c-{closed}", endedOn: "2024-06-01"), ("If-Match", tag));
        Assert.That(await Ids(Clinic.Integration, "?status=open&limit=2"), Does.Contain(open).And.Not.Contain(closed));
        Assert.That(await Ids(Clinic.Integration, "?status=closed"), Is.EqualTo(new[] { closed }));
        Assert.That(await Ids(Clinic.Integration, "?clinicianId=th-2&limit=1"), Does.Contain(others).And.Not.Contain(open));
        Assert.That(await Ids(Clinic.Integration, $"?clientId=c-{open}"), Is.EqualTo(new[] { open }));
        Assert.That(await Ids(Clinic.Clinician, "?limit=1"), Does.Contain(open).And.Contain(closed).And.Not.Contain(others));
        Assert.That(await Ids(Clinic.Clinician, "?clinicianId=th-2"), Is.Empty);
        Assert.That((await Clinic.Integration.Get("/v1/episodes?status=paused")).Status, Is.EqualTo(400));
        var cursor = (await Clinic.Integration.Read("/v1/episodes?status=open&limit=1")).Text("next");
        Assert.That((await Clinic.Integration.Get($"/v1/episodes?status=closed&cursor={cursor}")).Faults.Single(), Is.EqualTo("?status cursor-mismatch"));
        Assert.That((await Clinic.Integration.Get($"/v1/episodes?cursor={cursor}")).Status, Is.EqualTo(200));
    }

    private static async Task<List<string?>> Ids(Api api, string query) => [.. (await api.All("/v1/episodes" + query)).Select(e => e.Text("episodeId"))];

    private static object Body(string clientId, string clinicianId = "th-1", string? endedOn = null) =>
        new { clientId, clinicianId, instrument = "wai-sr", startedOn = "2024-01-01", endedOn };
}
