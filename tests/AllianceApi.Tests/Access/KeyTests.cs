using System.Diagnostics;
using System.Globalization;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access;

[TestFixtureSource(typeof(Stores))]
internal sealed class KeyTests(Store store)
{
    private Clinic _clinic = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _clinic = await Clinic.Open(store);
        Assert.That((await _clinic.Admin.Put("/v1/organizations/branch", new { label = "A branch" })).Status, Is.EqualTo(201));
    }

    [OneTimeTearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [Test]
    public async Task TheSecretIsShownOnceAndNeverAgain()
    {
        var made = await _clinic.Admin.Post("/v1/keys", new { name = "once", role = "auditor" });
        var secret = (string)made.Json["key"]!;
        Assert.That(secret, Does.Match("^aak_[A-Za-z0-9_-]{43}$"));
        var list = await _clinic.Admin.All("/v1/keys");
        var listed = list.Single(k => (string?)k["id"] == (string?)made.Json["id"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Headers["Cache-Control"], Does.Contain("no-"));
            Assert.That(listed.ToJsonString(), Does.Not.Contain(secret));
            Assert.That(listed.AsObject().ContainsKey("key"), Is.False);
            Assert.That((string?)listed["name"], Is.EqualTo("once"));
        }
    }

    [Test]
    public async Task AReplayHasNoSecret()
    {
        var header = ("Idempotency-Key", "key-replay");
        var first = await _clinic.Admin.Post("/v1/keys", new { name = "replayed", role = "auditor" }, header);
        var again = await _clinic.Admin.Post("/v1/keys", new { name = "replayed", role = "auditor" }, header);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)first.Json["key"], Is.Not.Null);
            Assert.That(again.Status, Is.EqualTo(201));
            Assert.That(again.Headers["Idempotency-Replayed"], Is.EqualTo("true"));
            Assert.That((string?)again.Json["id"], Is.EqualTo((string?)first.Json["id"]));
            Assert.That(again.Json.ContainsKey("key") && again.Json["key"] is null, again.Text);
        }
    }

    [TestCase("""{"name":"x","role":"clinician"}""", "/clinicianId required")]
    [TestCase("""{"name":"x","role":"supervisor"}""", "/supervises required")]
    [TestCase("""{"name":"x","role":"supervisor","supervises":[]}""", "/supervises out-of-range")]
    [TestCase("""{"name":"x","role":"supervisor","supervises":["th-1","th-1"]}""", "/supervises/1 invalid-id")]
    [TestCase("""{"name":"x","role":"supervisor","supervises":["\ud800"]}""", "/supervises/0 invalid-id")]
    [TestCase("""{"name":"x","role":"admin","clinicianId":"th-1"}""", "/clinicianId not-allowed")]
    [TestCase("""{"name":"x","role":"clinician","clinicianId":"th-1","supervises":["th-1"]}""", "/supervises not-allowed")]
    [TestCase("""{"name":"x","role":"root"}""", "/role out-of-range")]
    [TestCase("""{"name":"x","role":"auditor","expiresAt":"2020-01-01T00:00:00Z"}""", "/expiresAt out-of-range")]
    [TestCase("""{"name":" ","role":"auditor"}""", "/name out-of-range")]
    public async Task AKeyIsBoundAsItsRoleNeeds(string body, string fault)
    {
        var answer = await _clinic.Admin.SendText(HttpMethod.Post, "/v1/keys", body);
        Assert.That(answer.Status, Is.EqualTo(400), answer.Text);
        Assert.That(answer.Faults, Is.EqualTo((string[])[fault]));
    }

    [TestCase("""{"name":"x","role":"clinician","clinicianId":"nobody"}""")]
    [TestCase("""{"name":"x","role":"supervisor","supervises":["th-1","nobody"]}""")]
    [TestCase("""{"name":"x","role":"clinician","clinicianId":"th-2","organization":"branch"}""")]
    [TestCase("""{"name":"x","role":"auditor","organization":"nowhere"}""")]
    public async Task WhatAKeyIsBoundToMustExistInItsOrganization(string body)
    {
        var answer = await _clinic.Admin.SendText(HttpMethod.Post, "/v1/keys", body);
        Assert.That((answer.Status, answer.Problem), Is.EqualTo((404, "not-found")), answer.Text);
    }

    [Test]
    public async Task AKeyEndsWhenItExpires()
    {
        var expires = TimeProvider.System.GetUtcNow().AddSeconds(1.2);
        var key = await _clinic.Service.Key("integration", new { expiresAt = expires.ToString("O", CultureInfo.InvariantCulture) });
        Assert.That((await key.Get("/v1/clinicians")).Status, Is.EqualTo(200));
        await Task.Delay(expires - TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(20));
        Assert.That((await key.Get("/v1/clinicians")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task ARevokedKeyStopsWithinASecondOnEveryInstance()
    {
        await using var other = await _clinic.Beside();
        var made = await _clinic.Admin.Post("/v1/keys", new { name = "to revoke", role = "integration" });
        var (here, there) = (_clinic.Service.Api((string?)made.Json["key"]), other.Api((string?)made.Json["key"]));
        Assert.That(((await here.Get("/v1/instruments")).Status, (await there.Get("/v1/instruments")).Status), Is.EqualTo((200, 200)));

        var revoked = Stopwatch.StartNew();
        Assert.That((await _clinic.Admin.Delete($"/v1/keys/{made.Json["id"]}")).Status, Is.EqualTo(204));
        Assert.That((await here.Get("/v1/instruments")).Status, Is.EqualTo(401), "at once where it was revoked");
        await Task.Delay(TimeSpan.FromSeconds(1) - revoked.Elapsed);
        Assert.That((await there.Get("/v1/instruments")).Status, Is.EqualTo(401), "within a second elsewhere");
        Assert.That((await _clinic.Admin.Delete($"/v1/keys/{made.Json["id"]}")).Status, Is.EqualTo(404));
        Assert.That((await _clinic.Admin.All("/v1/keys")).Select(k => (string?)k["id"]), Does.Not.Contain((string?)made.Json["id"]));
    }

    [Test]
    public async Task TheDayOfTheLastUseIsNotedAndNothingFiner()
    {
        var made = await _clinic.Admin.Post("/v1/keys", new { name = "used", role = "auditor" });
        await _clinic.Service.Api((string?)made.Json["key"]).Get("/v1/audit?limit=1");
        var listed = (await _clinic.Admin.All("/v1/keys")).Single(k => (string?)k["id"] == (string?)made.Json["id"]);
        Assert.That((string?)listed["lastUsedOn"], Is.EqualTo(TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    [Test]
    public async Task OnlyTheOperatorReachesForOtherOrganizations()
    {
        var admin = await _clinic.Service.Key("admin", new { organization = "branch" });
        var second = await _clinic.Service.Key("admin");
        using (Assert.EnterMultipleScope())
        {
            foreach (var by in (Api[])[admin, second])
            {
                Assert.That((await by.Put("/v1/organizations/third", new { })).Status, Is.EqualTo(403));
                Assert.That((await by.Get("/v1/organizations")).Status, Is.EqualTo(403));
                Assert.That((await by.Post("/v1/keys", new { name = "x", role = "auditor", organization = "third" })).Status, Is.EqualTo(403), "whether it exists or not");
            }

            Assert.That((await admin.Post("/v1/keys", new { name = "x", role = "auditor", organization = "default" })).Status, Is.EqualTo(403));
            Assert.That((await admin.Post("/v1/keys", new { name = "x", role = "auditor", organization = "branch" })).Status, Is.EqualTo(201));
            Assert.That((await _clinic.Admin.All("/v1/organizations")).Select(o => (string?)o["organizationId"]), Does.Contain("branch"));
        }
    }

    [Test]
    public async Task TheOperatorSeesNothingOfAnotherOrganization()
    {
        var branch = await _clinic.Service.Key("integration", new { organization = "branch" });
        Assert.That((await branch.Put("/v1/clinicians/th-1", new { label = "Of the branch" })).Status, Is.EqualTo(201), "the same id is another clinician there");
        var admin = await _clinic.Service.Key("admin", new { organization = "branch" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _clinic.Admin.Get("/v1/clinicians/th-1")).Text, Does.Contain("Clinician th-1"));
            Assert.That((await branch.Get("/v1/clinicians/th-2")).Status, Is.EqualTo(404));
            Assert.That((await _clinic.Admin.All("/v1/keys")).Select(k => (string?)k["organization"]).Distinct(), Is.EqualTo((string[])["default"]));
            Assert.That((await admin.All("/v1/keys")).Select(k => (string?)k["organization"]).Distinct(), Is.EqualTo((string[])["branch"]));
        }
    }
}
