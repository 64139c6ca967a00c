using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access.Tokens;

/// <summary>Whoever brings a good token of a configured issuer is a caller like one with a key.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class TokenTests(Store store)
{
    private TestIssuer _issuer = null!;
    private Clinic _clinic = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _issuer = await TestIssuer.Start();
        _issuer.Keys.AddRange([SigningKey.Rsa("ps", "PS256"), SigningKey.Ec("p-256"), SigningKey.Ec("p-384", "ES384"), SigningKey.Ec("p-521", "ES512")]);
        _clinic = await Clinic.Open(store, _issuer.Settings());
        await _clinic.Episode("mine", "th-1");
        await _clinic.Episode("other", "th-2");
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await _clinic.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Test]
    public async Task ARoleReachesAsFarAsWithAKey()
    {
        var (integration, clinician) = (With(new { role = "integration" }), With(new { role = "clinician", clinicianId = "th-1" }));
        var (supervisor, auditor, admin) = (With(new { role = "supervisor", supervises = new[] { "th-2" } }), With(new { role = "auditor" }), With(new { role = "admin" }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Seen(integration), Is.EqualTo((200, 200)));
            Assert.That(await Seen(clinician), Is.EqualTo((200, 404)));
            Assert.That(await Seen(supervisor), Is.EqualTo((404, 200)));
            Assert.That(await Seen(auditor), Is.EqualTo((403, 403)));
            Assert.That((await auditor.Get("/v1/audit?limit=1")).Status, Is.EqualTo(200));
            Assert.That((await admin.Get("/v1/keys")).Status, Is.EqualTo(200));
            Assert.That((await admin.Get("/v1/organizations")).Status, Is.EqualTo(403), "only the operator's key does that");
            Assert.That((await _clinic.Integration.Get("/v1/episodes/mine")).Status, Is.EqualTo(200), "keys are taken as ever");
        }
    }

    [TestCase("first", "RS256")]
    [TestCase("first", "RS384")]
    [TestCase("first", "RS512")]
    [TestCase("ps", "PS256")]
    [TestCase("ps", "PS384")]
    [TestCase("ps", "PS512")]
    [TestCase("p-256", "ES256")]
    [TestCase("p-384", "ES384")]
    [TestCase("p-521", "ES512")]
    public async Task EveryAlgorithmOfTheListIsTaken(string kid, string algorithm)
    {
        var key = _issuer.Keys.Single(k => k.Kid == kid) with { Algorithm = algorithm };
        var answer = await With(null, key).Get("/v1/instruments");
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
    }

    [Test]
    public async Task SupervisesMayBeOneText() =>
        Assert.That(await Seen(With(new { role = "supervisor", supervises = "th-1 th-3" })), Is.EqualTo((200, 404)));

    [Test]
    public async Task OneAudienceOfSeveralIsEnough() =>
        Assert.That((await With(new { aud = new[] { "other", TestIssuer.Audience } }).Get("/v1/instruments")).Status, Is.EqualTo(200));

    [TestCase(-30, 0, 200)]
    [TestCase(-90, 0, 401)]
    [TestCase(300, 30, 200)]
    [TestCase(300, 90, 401)]
    public async Task AMinuteOfDifferenceBetweenClocksIsBorne(int expires, int begins, int status)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var answer = await With(new { exp = now + expires, nbf = now + begins }).Get("/v1/instruments");
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
    }

    [Test]
    public async Task ATokenEndsThoughItWasJustTaken()
    {
        // Sixty seconds of skew are over a second and a half from now.
        var ends = TimeProvider.System.GetUtcNow().AddSeconds(2);
        var api = With(new { exp = ends.ToUnixTimeSeconds() - 60 });
        Assert.That((await api.Get("/v1/instruments")).Status, Is.EqualTo(200));
        await Task.Delay(ends - TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(50));
        Assert.That((await api.Get("/v1/instruments")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task TheAuditLogNamesTheSubject()
    {
        await With(new { sub = "auth0|nurse" }).Get("/v1/episodes/mine");
        var rows = await _clinic.Auditor.All("/v1/audit?actor=auth0%7Cnurse");
        var actor = rows.Single()["actor"]!.AsObject();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)actor["subject"], Is.EqualTo("auth0|nurse"));
            Assert.That((string?)actor["issuer"], Is.EqualTo(_issuer.Name));
            Assert.That((string?)actor["role"], Is.EqualTo("integration"));
            Assert.That(actor.ContainsKey("keyId"), Is.False);
            Assert.That((bool)(await _clinic.Auditor.Get("/v1/audit/verify")).Json["valid"]!, Is.True);
            Assert.That((await _clinic.Auditor.All("/v1/audit?actor=nurse")), Is.Empty, "the whole subject, not a part");
        }
    }

    [Test]
    public async Task AnIdempotencyKeyIsTheSubjectsOwn()
    {
        var body = new { name = "by token", role = "auditor" };
        var header = ("Idempotency-Key", "shared by chance");
        var first = await With(new { role = "admin", sub = "a" }).Post("/v1/keys", body, header);
        var again = await With(new { role = "admin", sub = "a", jti = "another token" }).Post("/v1/keys", body, header);
        var other = await With(new { role = "admin", sub = "b" }).Post("/v1/keys", body, header);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Status, (string?)again.Json["id"]), Is.EqualTo((201, (string?)first.Json["id"])), again.Text);
            Assert.That(other.Status, Is.EqualTo(201));
            Assert.That((string?)other.Json["id"], Is.Not.EqualTo((string?)first.Json["id"]));
        }
    }

    [Test]
    public async Task AClinicianReadsEntersAndBreaksTheGlassLikeOneWithAKey()
    {
        var clinician = With(new { role = "clinician", clinicianId = "th-1", sub = "doctor" });
        var entered = await _clinic.Submit("mine", Clinic.Flat(1, 4), clinician);
        var other = await clinician.Get("/v1/episodes/other", ("X-Break-Glass", "on call tonight"));
        Assert.That((entered.Status, other.Status), Is.EqualTo((201, 200)), entered.Text + other.Text);
        Assert.That((await _clinic.Auditor.All("/v1/audit?breakGlass=true&actor=doctor")), Has.Count.EqualTo(1));
    }

    [TestCase("user/*.cruds", 200, 201)]
    [TestCase("openid user/*.rs", 200, 403)]
    [TestCase("system/*.rs system/*.cud", 200, 201)]
    [TestCase("openid profile", 200, 201)]
    [TestCase("user/Observation.rs", 403, 403)]
    [TestCase("patient/*.cruds", 403, 403)]
    [TestCase("user/*.rs?category=survey", 403, 403)]
    [TestCase("user/nonsense", 403, 403)]
    public async Task ScopesBoundATokenOutsideOfFhirToo(string scope, int reads, int writes)
    {
        var api = With(new { scope, patient = "p-1" });
        var (read, written) = (await api.Get("/v1/clients"), await api.Put($"/v1/clients/scoped-{Math.Abs(scope.GetHashCode(StringComparison.Ordinal))}", new { }));
        Assert.That((read.Status, written.Status), Is.EqualTo((reads, writes)), read.Text + written.Text);
    }

    private Api With(object? claims, SigningKey? by = null) => _clinic.Service.Api(_issuer.Token(claims, by));

    private static async Task<(int Mine, int Other)> Seen(Api api) => ((await api.Get("/v1/episodes/mine")).Status, (await api.Get("/v1/episodes/other")).Status);
}
