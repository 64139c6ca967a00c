using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Fhir;

/// <summary>The audit log over FHIR: the same rows, for auditors alone.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class FhirAuditEventTests(Store store) : FhirFixture(store)
{
    [Test]
    public async Task WhatWasDoneIsFoundByWhomWhenAndToWhat()
    {
        var episode = await NewEpisode();
        var id = (await Made(Response(episode))).Text("id")!;
        Assert.That((await Clinic.OtherClinician.Get($"{Base}/QuestionnaireResponse/{id}")).Status, Is.EqualTo(404));
        var patient = $"AuditEvent?patient:identifier={ClientSystem}|c-{episode}";
        var all = await Walk($"{patient}&_count=2", Clinic.Auditor);
        var rows = (await Clinic.Auditor.All($"/v1/audit?clientId=c-{episode}")).Where(r => r.Text("action") != "ReadAudit").ToList();
        Assert.That(all.Select(e => e.Text("id")), Is.SupersetOf(rows.Select(r => $"{r["sequence"]}")));
        var created = all.Single(e => e.Text("subtype.1.code") == "WriteResponse");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((created.Text("type.code"), created.Text("subtype.0.code"), created.Text("action"), created.Text("outcome")), Is.EqualTo(("rest", "create", "C", "0")));
            Assert.That(created["agent"]!.AsArray().Select(a => a.Text("type.coding.0.code")), Is.EqualTo((string[])["110153", "110152", "IRCP"]));
            Assert.That(created["agent"]!.AsArray().Select(a => (bool)a!["requestor"]!), Is.EqualTo((bool[])[false, false, true]));
            Assert.That(created.Text("entity.0.what.identifier.value"), Is.EqualTo($"c-{episode}"));
            Assert.That(await Walk($"AuditEvent?entity=QuestionnaireResponse/{id}", Clinic.Auditor), Is.Not.Empty);
            Assert.That(await Walk($"{patient}&date=lt2020-01-01", Clinic.Auditor), Is.Empty);
            Assert.That(await Walk($"{patient}&date=ge2020-01-01&agent:identifier={created.Text("agent.2.who.identifier.value")}", Clinic.Auditor), Is.Not.Empty);
            Assert.That(await Walk($"{patient}&agent:identifier=nobody", Clinic.Auditor), Is.Empty);
            Assert.That((await Read($"AuditEvent/{created.Text("id")}", Clinic.Auditor)).ToJsonString(), Is.EqualTo(created.ToJsonString()));
            Assert.That((int)(await Read($"{patient}&_summary=count", Clinic.Auditor))["total"]!, Is.GreaterThanOrEqualTo(rows.Count));
            Assert.That(await Walk($"AuditEvent?patient=Patient/nobody", Clinic.Auditor), Is.Empty);
        }
    }

    [Test]
    public async Task ARefusalAndAReadSayWhichWayTheDataWent()
    {
        var episode = await NewEpisode();
        var id = (await Made(Response(episode))).Text("id")!;
        await Fhir.Get($"/v1/responses/{id}");
        await Clinic.Supervisor.Get($"/v1/responses/{id}");
        var all = await Walk($"AuditEvent?entity=QuestionnaireResponse/{id}", Clinic.Auditor);
        var read = all.First(e => e.Text("subtype.0.code") == "read" && e.Text("outcome") == "0");
        var refused = all.First(e => e.Text("outcome") == "4");
        Assert.That((read.Text("action"), read.Text("agent.0.type.coding.0.code"), read.Text("agent.1.type.coding.0.code")), Is.EqualTo(("R", "110152", "110153")));
        Assert.That(refused.Text("outcomeDesc"), Is.EqualTo("forbidden"));
    }

    [Test]
    public async Task NobodyElseReadsItAndNothingIsWritten()
    {
        Assert.That((await Get("AuditEvent")).Status, Is.EqualTo(403));
        Assert.That((await Get("AuditEvent/nothing", Clinic.Auditor)).Status, Is.EqualTo(404));
        Assert.That(Checked(await Clinic.Auditor.SendText(HttpMethod.Post, $"{Base}/AuditEvent", "{}")).Status, Is.EqualTo(405));
        Assert.That((await Get("AuditEvent?date=ne2024", Clinic.Auditor)).Status, Is.EqualTo(400));
    }
}
