using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AllianceApi.Tests.Storage;

/// <summary>What is asked again and again is given again without being read anew, as long as that makes no difference to anyone.</summary>
internal sealed class LastingAnswerTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 6, 3, 9, 0, 0, TimeSpan.Zero));
    private Clinic _clinic = null!;

    [OneTimeSetUp]
    public async Task Open() => _clinic = await Clinic.Open(configure: b => b.Services.AddSingleton<TimeProvider>(_clock));

    [OneTimeTearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [Test]
    public async Task WhatAnotherProcessWroteIsSeenAtOnce()
    {
        var episode = await _clinic.Episode("from-elsewhere");
        await using var other = await _clinic.Beside(b => b.Services.AddSingleton<TimeProvider>(_clock));
        var elsewhere = other.Api(_clinic.Integration.Key);
        for (var n = 1; n <= 20; n++)
        {
            Assert.That((await _clinic.Submit(episode, Clinic.Flat(n, 4), elsewhere)).Status, Is.EqualTo(201));
            Assert.That((await Trend(episode)).Json.Whole("forms"), Is.EqualTo(n), "the first time");
            Assert.That((await Trend(episode)).Json.Whole("forms"), Is.EqualTo(n), "and again");
            Assert.That((await Row(episode))["forms"]!.GetValue<int>(), Is.EqualTo(n), "in the caseload, too");
        }
    }

    [Test]
    public async Task EachTimeItIsGivenHasItsAuditRow()
    {
        var episode = await _clinic.Episode("counted");
        await _clinic.Submit(episode, Clinic.Flat(1, 4));
        for (var i = 0; i < 5; i++)
        {
            Assert.That((await Trend(episode)).Status, Is.EqualTo(200));
        }

        var rows = await _clinic.Auditor.All($"/v1/audit?clientId=c-{episode}");
        Assert.That(rows.Count(r => r.Text("action") == "ReadTrend" && r.Text("outcome") == "allowed"), Is.EqualTo(5));
        Assert.That((bool?)(await _clinic.Auditor.Get("/v1/audit/verify")).Json["valid"], Is.True);
    }

    [Test]
    public async Task ItIsGivenToWhoAskedAndToNobodyElse()
    {
        var episode = await _clinic.Episode("mine");
        await _clinic.Submit(episode, Clinic.Flat(1, 4));
        Assert.That((await Trend(episode)).Text, Does.Contain("\"points\""));
        Assert.That((await _clinic.OtherClinician.Get($"/v1/episodes/{episode}/trend")).Status, Is.EqualTo(404));
        Assert.That((await _clinic.Supervisor.Get($"/v1/episodes/{episode}/trend")).Text, Is.Not.EqualTo((await Trend(episode)).Text), "no single scores");
        Assert.That((await Trend(episode, "?cusum=true")).Text, Is.Not.EqualTo((await Trend(episode)).Text), "asked for more");
    }

    [Test]
    public async Task ANewDayBeginsAnew()
    {
        var episode = await _clinic.Episode("waiting");
        await _clinic.Submit(episode, Clinic.Flat(1, 4));
        var today = (await Row(episode)).ToJsonString();
        Assert.That((await Row(episode)).ToJsonString(), Is.EqualTo(today));
        _clock.Advance(TimeSpan.FromDays(60));
        Assert.That((await Row(episode)).ToJsonString(), Is.Not.EqualTo(today), "the last form is older now");
    }

    private Task<Answer> Trend(string episode, string query = "") => _clinic.Clinician.Get($"/v1/episodes/{episode}/trend{query}");

    private async Task<System.Text.Json.Nodes.JsonNode> Row(string episode) => (await _clinic.Clinician.All("/v1/caseload")).Single(i => i.Text("episodeId") == episode);
}
