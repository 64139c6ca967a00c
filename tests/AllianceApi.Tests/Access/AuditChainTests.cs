using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access;

/// <summary>Whoever edits the store behind the service is found out.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class AuditChainTests(Store kind)
{
    private TestStore _store = null!;

    [SetUp]
    public void Make() => _store = TestStore.Make(kind);

    [TearDown]
    public void Remove() => _store.Dispose();

    [Test]
    public async Task AnUntouchedLogIsWhole()
    {
        var auditor = await Fill();
        await using var service = await RunningService.Start(_store);
        var verdict = await service.Api(auditor).Get("/v1/audit/verify");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((bool)verdict.Json["valid"]!, Is.True, verdict.Text);
            Assert.That((long)verdict.Json["rows"]!, Is.GreaterThan(10));
            Assert.That((string?)verdict.Json["head"], Does.Match("^[0-9a-f]{64}$"));
            Assert.That(verdict.Json["firstBad"], Is.Null);
        }
    }

    [TestCase("UPDATE audit SET at = at + 1 WHERE sequence = 5", 5)]
    [TestCase("UPDATE audit SET key_id = 'x' WHERE sequence = 5", 5)]
    [TestCase("UPDATE audit SET name = 'x' WHERE sequence = 5", 5)]
    [TestCase("UPDATE audit SET role = 'admin' WHERE sequence = 5", 5)]
    [TestCase("UPDATE audit SET action = 'x' WHERE sequence = 5", 5)]
    [TestCase("UPDATE audit SET resource = resource || '/' WHERE sequence = 5", 5)]
    [TestCase("UPDATE audit SET client_id = 'somebody else' WHERE sequence = 5", 5)]
    [TestCase("UPDATE audit SET outcome = 'refused' WHERE sequence = 5", 5)]
    [TestCase("UPDATE audit SET reason = '' WHERE sequence = 5", 5)]
    [TestCase("UPDATE audit SET origin = 'x' WHERE sequence = 5", 5)]
    [TestCase("UPDATE audit SET hash = zeroblob(32) WHERE sequence = 5", 5)]
    [TestCase("DELETE FROM audit WHERE sequence = 5", 5)]
    [TestCase("DELETE FROM audit WHERE sequence = 1", 1)]
    [TestCase("DELETE FROM audit WHERE sequence = 5; UPDATE audit SET sequence = sequence + 999 WHERE sequence > 5; UPDATE audit SET sequence = sequence - 1000 WHERE sequence > 5", 5)]
    [TestCase("UPDATE audit SET break_glass = 'no reason' WHERE sequence = 5", 5)]
    [TestCase("UPDATE audit SET sequence = -sequence WHERE sequence > 5; INSERT INTO audit SELECT organization_id, 6, at, key_id, name, role, action, resource, client_id, outcome, reason, origin, hash, break_glass FROM audit WHERE sequence = 5; UPDATE audit SET sequence = 1 - sequence WHERE sequence < 0", 6)]
    [TestCase("UPDATE audit SET sequence = -5 WHERE sequence = 5; UPDATE audit SET sequence = 5 WHERE sequence = 6; UPDATE audit SET sequence = 6 WHERE sequence = -5", 5)]
    public async Task AnEditedLogIsFoundAtItsFirstBadRow(string edit, long firstBad)
    {
        var auditor = await Fill();
        await Edit(edit);
        await using var service = await RunningService.Start(_store);
        var verdict = await service.Api(auditor).Get("/v1/audit/verify");
        Assert.That((bool)verdict.Json["valid"]!, Is.False, verdict.Text);
        Assert.That((long)verdict.Json["firstBad"]!, Is.EqualTo(firstBad));
    }

    [Test]
    public async Task ARowThatWasCutOffTheEndIsFoundByTheHeadThatWasKept()
    {
        var auditor = await Fill();
        string query;
        await using (var service = await RunningService.Start(_store))
        {
            var anchor = await service.Api(auditor).Get("/v1/audit/anchor");
            query = $"/v1/audit/verify?sequence={anchor.Json["sequence"]}&hash={anchor.Json["hash"]}";
            Assert.That((bool)(await service.Api(auditor).Get(query)).Json["anchorHolds"]!, Is.True);
        }

        await Edit("DELETE FROM audit WHERE sequence >= (SELECT MAX(sequence) - 3 FROM audit WHERE organization_id = 'default')");
        await using var again = await RunningService.Start(_store);
        var verdict = (await again.Api(auditor).Get(query)).Json;
        Assert.That(((bool)verdict["valid"]!, (bool)verdict["anchorHolds"]!), Is.EqualTo((false, false)), "the chain alone can not tell; the anchor that was kept elsewhere can");
        Assert.That((bool)(await again.Api(auditor).Get("/v1/audit/verify")).Json["valid"]!, Is.True);
    }

    [Test]
    public async Task TwoInstancesOnOneStoreWriteOneChain()
    {
        await using var one = await RunningService.Start(_store);
        await using var two = await RunningService.Start(_store);
        for (var i = 1; i <= 6; i++)
        {
            Assert.That((await one.Admin.Put($"/v1/clinicians/one-{i}", new { })).Status, Is.EqualTo(201));
            Assert.That((await two.Admin.Put($"/v1/clinicians/two-{i}", new { })).Status, Is.EqualTo(201));
        }

        var verdict = await (await one.Key("auditor")).Get("/v1/audit/verify");
        Assert.That(((bool)verdict.Json["valid"]!, (long)verdict.Json["rows"]!), Is.EqualTo((true, 13)), verdict.Text);
    }

    [Test]
    public async Task WithoutItsAuditRowNothingIsGivenAndNothingIsKept()
    {
        await using var service = await RunningService.Start(_store);
        var integration = await service.Key("integration");
        Assert.That((await integration.Put("/v1/clients/before", new { label = "PlantedLabel" })).Status, Is.EqualTo(201));
        await Edit(NoAudit + "; UPDATE organizations SET revision = revision");
        var (read, write) = (await integration.Get("/v1/clients/before"), await integration.Put("/v1/clients/after", new { }));
        Assert.That((read.Status, write.Status), Is.EqualTo((503, 503)));
        Assert.That(read.Text, Does.Not.Contain("PlantedLabel"));
        await Edit($"DROP TRIGGER no_audit{(kind == Store.Postgres ? " ON audit" : "")}; UPDATE organizations SET revision = revision");
        Assert.That((await integration.Get("/v1/clients/after")).Status, Is.EqualTo(404));
        Assert.That((await integration.Get("/v1/clients/before")).Status, Is.EqualTo(200));
    }

    private string NoAudit => kind == Store.Sqlite
        ? "CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(FAIL, 'no'); END"
        : "CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'disk_full'; END $$; " +
          "CREATE TRIGGER no_audit BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION no_audit()";

    // Fills a store and stops the service.
    private async Task<string> Fill()
    {
        await using var service = await RunningService.Start(_store);
        var integration = await service.Key("integration");
        for (var i = 1; i <= 12; i++)
        {
            await integration.Put($"/v1/clients/c-{i}", new { label = "L" });
        }

        return (await service.Key("auditor")).Key!;
    }

    private async Task Edit(string sql)
    {
        await using var connection = _store.Connect();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements stand above
        command.CommandText = kind == Store.Sqlite ? sql : sql.Replace("zeroblob(32)", "decode(repeat('00', 32), 'hex')", StringComparison.Ordinal);
#pragma warning restore CA2100
        Assert.That(await command.ExecuteNonQueryAsync(), Is.GreaterThan(0));
    }
}
