using System.Diagnostics.Metrics;
using AllianceApi.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AllianceApi.Tests.Storage;

/// <summary>Nobody is told that something is kept while the disk has not taken it, or anything that it builds on.</summary>
internal sealed class FlusherTests
{
    private ServiceProvider _services = null!;
    private string _folder = null!;
    private string _log = null!;
    private SqliteFlusher _flusher = null!;

    [SetUp]
    public void Open()
    {
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _folder = Directory.CreateTempSubdirectory("alliance-flush-").FullName;
        _log = Path.Combine(_folder, "alliance.db-wal");
        _flusher = new SqliteFlusher(_log, TimeProvider.System, new StoreMetrics(_services.GetRequiredService<IMeterFactory>()), NullLogger.Instance);
    }

    [TearDown]
    public async Task Close()
    {
        _flusher.Dispose();
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task WhatFollowsAFailureFailsUntilTheLogBeginsAnew()
    {
        await Assert.ThatAsync(Give, Throws.InstanceOf<StoreUnavailableException>(), "there is no log to flush");
        Assert.That(_flusher.HasFailed, Is.True);
        await File.WriteAllTextAsync(_log, "frames");
        await Assert.ThatAsync(Give, Throws.InstanceOf<StoreUnavailableException>(), "its own flush succeeds, but it builds on what failed");
        _flusher.WaitForAll();
        _flusher.Renew();
        Assert.That(await Give(), Is.True);
        Assert.That(_flusher.HasFailed, Is.False);
    }

    [Test]
    public async Task GroupsAreAnsweredInTheOrderOfTheirCommits()
    {
        await File.WriteAllTextAsync(_log, "frames");
        var told = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var all = Enumerable.Range(0, 400).Select(n => Give(() => told.Enqueue(n))).ToList();
        await Task.WhenAll(all);
        Assert.That(told, Is.EqualTo(Enumerable.Range(0, 400)));
    }

    private Task<bool> Give() => Give(() => { });

    private Task<bool> Give(Action afterwards)
    {
        var work = new WriteWork<bool>(
            session =>
            {
                session.WhenCommitted(afterwards);
                return true;
            },
            []);
        work.Run(new Session(null!, DateTimeOffset.UnixEpoch));
        _flusher.Wait();
        _flusher.Give([work], 0);
        return work.Result;
    }
}
