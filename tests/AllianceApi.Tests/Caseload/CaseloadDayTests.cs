using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AllianceApi.Tests.Caseload;

/// <summary>The caseload knows which day it is, and its tag does.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class CaseloadDayTests(Store store)
{
    [Test]
    public async Task A_tag_holds_until_midnight_utc()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2024, 3, 10, 22, 0, 0, TimeSpan.Zero));
        await using var service = await RunningService.Start(store, configure: b => b.Services.AddSingleton<TimeProvider>(clock));
        var integration = await service.Key("integration");
        await integration.Put("/v1/episodes/e?create=true", new { clientId = "c", clinicianId = "th", instrument = "wai-sr", startedOn = "2024-01-01" });
        // Half past midnight of the 9th where it was held is still the 8th in UTC.
        var made = await integration.Post("/v1/episodes/e/responses", Forms.Of(1, 4, heldAt: "2024-03-09T00:30:00+01:00"));
        Assert.That((made.Status, made.Json.Text("receivedAt")), Is.EqualTo((201, "2024-03-10T22:00:00Z")), made.Text);

        var first = await integration.Get("/v1/caseload");
        Assert.That((first.Json.Whole("items.0.daysSinceLast"), first.Json.Text("items.0.lastHeldAt")), Is.EqualTo((2, "2024-03-08T23:30:00Z")));
        clock.Advance(TimeSpan.FromMinutes(119));
        Assert.That((await integration.Get("/v1/caseload", ("If-None-Match", first.Tag!))).Status, Is.EqualTo(304));
        clock.Advance(TimeSpan.FromMinutes(1));
        var next = await integration.Get("/v1/caseload", ("If-None-Match", first.Tag!));
        Assert.That((next.Status, next.Json.Whole("items.0.daysSinceLast")), Is.EqualTo((200, 3)), next.Text);
        Assert.That(next.Tag, Is.Not.EqualTo(first.Tag));
    }

    [Test]
    public async Task A_new_form_or_alert_changes_the_tag()
    {
        await using var clinic = await Clinic.Open(store);
        var episode = await clinic.Episode("e");
        await clinic.EnterTotals(episode, 4, 4, 4);
        var before = await clinic.Clinician.Get("/v1/caseload");
        Assert.That((await clinic.Clinician.Get("/v1/caseload", ("If-None-Match", before.Tag!))).Status, Is.EqualTo(304));
        await clinic.Enter(episode, Forms.Of(4, 2));
        var raised = await clinic.Clinician.Get("/v1/caseload", ("If-None-Match", before.Tag!));
        Assert.That(raised.Status, Is.EqualTo(200));
        await clinic.Clinician.Post($"/v1/alerts/{raised.Json.Text("items.0.openAlerts.0.id")}/state", new { state = "seen" });
        Assert.That((await clinic.Clinician.Get("/v1/caseload", ("If-None-Match", raised.Tag!))).Json.Text("items.0.openAlerts.0.state"), Is.EqualTo("seen"));
    }
}
