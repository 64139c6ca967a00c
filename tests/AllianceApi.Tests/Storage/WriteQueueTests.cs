using System.Collections.Concurrent;
using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Storage;

/// <summary>Many callers, one writer: works share commits and never harm each other.</summary>
internal sealed class WriteQueueTests
{
    private RunningService _service = null!;
    private Database _database = null!;
    private StoreWatch _watch = null!;

    [SetUp]
    public async Task Open()
    {
        _service = await RunningService.Start();
        _database = _service.Services.GetRequiredService<Database>();
        _watch = new StoreWatch(_service.Services);
    }

    [TearDown]
    public async Task Close()
    {
        _watch.Dispose();
        await _service.DisposeAsync();
    }

    [Test]
    public async Task ManyWritesShareOneCommit()
    {
        using var gate = new ManualResetEventSlim();
        var commits = _watch.Commits;
        var first = Hold(gate);
        var others = Enumerable.Range(0, 200).Select(i => Insert($"shared-{i}")).ToList();
        gate.Set();
        await first;
        await Task.WhenAll(others);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_watch.Commits - commits, Is.LessThanOrEqualTo(10), "201 works: how many share one is a matter of a millisecond");
            Assert.That(await Count("shared-%"), Is.EqualTo(200));
        }
    }

    [Test]
    public async Task AWorkThatFailsHarmsNoNeighbour()
    {
        using var gate = new ManualResetEventSlim();
        var first = Hold(gate);
        var before = Insert("good-1");
        var broken = _database.Write<bool>(
            session =>
            {
                Put(session, "bad-1");
                throw new InvalidOperationException("mine");
            },
            CancellationToken.None);
        var twice = Insert("good-1");
        var orphan = _database.Write(
            session =>
            {
                Put(session, "bad-2");
                return session.Run("INSERT INTO clinicians (organization_id, clinician_id, revision, created_at) VALUES ('nowhere', 'x', 1, 0)");
            },
            CancellationToken.None);
        var after = Insert("good-2");
        gate.Set();
        await Task.WhenAll(first, before, after);
        Assert.That(async () => await broken, Throws.InvalidOperationException.With.Message.EqualTo("mine"));
        Assert.That(async () => await twice, Throws.InstanceOf<System.Data.Common.DbException>(), "a row that is there already");
        Assert.That(async () => await orphan, Throws.InstanceOf<System.Data.Common.DbException>(), "a parent that does not exist");
        Assert.That((await Count("good-%"), await Count("bad-%")), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task AStatementThatNobodyWaitedForHarmsNoNeighbourWhenItFails()
    {
        var twice = new List<Task<bool>>();
        var good = new List<Task<bool>>();
        for (var i = 0; i < 300; i++)
        {
            good.Add(Later($"later-{i}"));
            if (i % 7 == 0)
            {
                twice.Add(Later($"later-{i}"));
            }
        }

        await Task.WhenAll(good);
        using (Assert.EnterMultipleScope())
        {
            foreach (var one in twice)
            {
                Assert.That(async () => await one, Throws.InstanceOf<System.Data.Common.DbException>(), "its own caller is told, and nobody else");
            }

            Assert.That(await Count("later-%"), Is.EqualTo(300));
        }
    }

    [Test]
    public async Task AWorkThatAsksFindsWhatWasNotedBeforeIt()
    {
        var seen = Enumerable.Range(0, 200).Select(i => _database.Write(
            session =>
            {
                Note(session, $"seen-{i}");
                return i % 3 == 0 ? session.One<int>("SELECT COUNT(*) FROM store_secrets WHERE name LIKE 'seen-%'") : i + 1;
            },
            CancellationToken.None)).ToList();
        Assert.That(await Task.WhenAll(seen), Is.EqualTo(Enumerable.Range(1, 200)));
    }

    [Test]
    public async Task WhatAnotherProcessWroteIsSeenByTheWorksAfterIt()
    {
        await using var beside = Program.Build([], builder => builder.Configuration["ConnectionStrings:Alliance"] = $"Data Source={Path.Combine(_service.Folder, "alliance.db")}");
        var other = beside.Services.GetRequiredService<Database>();
        var told = 0;
        for (var round = 0; round < 50; round++)
        {
            var (here, there) = (new List<Task<bool>>(), new List<Task<bool>>());
            for (var i = 0; i < 10; i++)
            {
                var name = $"both-{round}-{i}";
                here.Add(Later(name));
                there.Add(other.Write(session => Note(session, name), CancellationToken.None));
            }

            foreach (var (mine, theirs) in here.Zip(there))
            {
                var ends = new[] { await Ends(mine), await Ends(theirs) };
                Assert.That(ends, Is.EquivalentTo((bool[])[true, false]), "one of the two was first");
                told++;
            }
        }

        Assert.That(await Count("both-%"), Is.EqualTo(told));

        static async Task<bool> Ends(Task<bool> work)
        {
            try
            {
                return await work;
            }
            catch (System.Data.Common.DbException)
            {
                return false;
            }
        }
    }

    [Test]
    public async Task AWorkOfItsOwnFaultIsNoTroubleOfTheStore()
    {
        var failed = _database.Write(session => session.Run("THIS IS NO SQL"), CancellationToken.None);
        Assert.That(async () => await failed, Throws.InstanceOf<System.Data.Common.DbException>());
        Assert.That((await _service.Api(null).Get("/health/ready")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task AFullQueueIsToldAtOnceAndLosesNothingThatWasAccepted()
    {
        var integration = await _service.Key("integration");
        await integration.Get("/v1/clients");
        using var gate = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var accepted = new ConcurrentQueue<Task>([Hold(gate, begun)]);
        await begun.Task;
        StoreUnavailableException? full = null;
        for (var i = 0; i < 100_000 && full is null; i++)
        {
            try
            {
                accepted.Enqueue(Insert($"queued-{i}"));
            }
            catch (StoreUnavailableException e)
            {
                full = e;
            }
        }

        var answer = await integration.Put("/v1/clients/c-late", new { });
        gate.Set();
        await Task.WhenAll(accepted);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(full?.Message, Does.Contain("full"));
            Assert.That((answer.Status, answer.Problem), Is.EqualTo((503, "unavailable")), answer.Text);
            Assert.That(answer.Headers, Contains.Key("Retry-After"));
            Assert.That((bool?)answer.Json["retryable"], Is.True);
            Assert.That(await Count("queued-%"), Is.EqualTo(accepted.Count - 1));
            Assert.That((await integration.Put("/v1/clients/c-late", new { })).Status, Is.EqualTo(201), "sent again, it is taken");
        }
    }

    [Test]
    public async Task AWorkThatWasCancelledBeforehandNeverBegins()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        Assert.That(async () => await _database.Write(s => s.Now, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(async () => await _database.Read(s => s.Now, stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task AStoreThatNobodyStoppedClosesQuietly()
    {
        // As a shell command does that ends with a refusal.
        for (var i = 0; i < 20; i++)
        {
            await using var app = Program.Build([], builder => builder.Configuration["ConnectionStrings:Alliance"] = $"Data Source={Path.Combine(_service.Folder, "quiet.db")}");
            app.Services.GetRequiredService<Database>();
        }

        Assert.That((await _service.Api(null).Get("/health/ready")).Status, Is.EqualTo(200), "no thread took the process down");
    }

    private static bool Put(Session session, string name) =>
        session.Run("INSERT INTO store_secrets (name, value) VALUES (@Name, @Value)", new { Name = name, Value = (byte[])[1] }) == 1;

    private static bool Note(Session session, string name)
    {
        session.RunOne("INSERT INTO store_secrets (name, value) VALUES (@Name, @Value)", name, (byte[])[1]);
        return true;
    }

    private Task<bool> Later(string name) => _database.Write(session => Note(session, name), CancellationToken.None);

    // Only a test may let a work wait.
    private Task<bool> Hold(ManualResetEventSlim gate, TaskCompletionSource? begun = null) => _database.Write(
        _ =>
        {
            begun?.TrySetResult();
            return gate.Wait(TimeSpan.FromMinutes(1));
        },
        CancellationToken.None);

    private Task<bool> Insert(string name) => _database.Write(session => Put(session, name), CancellationToken.None);

    private Task<int> Count(string like) =>
        _database.Read(session => session.One<int>("SELECT COUNT(*) FROM store_secrets WHERE name LIKE @Like", new { Like = like }), CancellationToken.None);
}
