using System.Globalization;
using AllianceApi.Tests.Running;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Tests.Durability;

/// <summary>
/// What was acknowledged is there after a kill at any instant: once, whole, and with all that belongs to it. Three kills here;
/// <c>CRASH_KILLS=20</c> is the long form.
/// </summary>
[NonParallelizable]
internal sealed class CrashTests
{
    private const int UsualKills = 3;
    private const int Writers = 12;

    // Answers that were on their way when the process ended.
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);

    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("CRASH_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : UsualKills;

    private string _folder = "";

    private string Store => Path.Combine(_folder, "alliance.db");

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("alliance-crash-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task NothingAcknowledgedIsLostDoubledOrHalfWrittenHoweverOftenTheProcessIsKilled()
    {
        var promises = new Promises();
        var load = new Load(promises);
        var chance = new Random(Kills);
        string? key = null;
        for (var round = 1; round <= Kills; round++)
        {
            await using var service = await ServiceProcess.Start(_folder);
            key ??= await Enter(service);
            await load.SendAgain(new Api(service.Base, key));
            using var gone = new CancellationTokenSource();
            var sending = load.Run(new Api(service.Base, key), round, Writers, gone.Token);
            await load.FirstTold;
            await Task.Delay(chance.Next(20, 1500));
            await service.Kill();
            gone.CancelAfter(Drain);
            await sending;
            Compare(promises, load, $"kill {round}");
        }

        var verified = await ServiceProcess.Command(_folder, "verify");
        Assert.That((verified.Code, verified.Output), Is.EqualTo((0, verified.Output)), verified.Output + verified.Errors);
        await TestContext.Out.WriteLineAsync($"{Kills} kills, {promises.Told} writes acknowledged: 0 lost, 0 doubled, 0 half-written; {verified.Output.Trim().Split('\n')[^1]}");
    }

    [Test]
    public async Task APoliteEndUnderLoadFinishesWhatWasAcceptedAndSaysSo()
    {
        var promises = new Promises();
        var load = new Load(promises);
        await using var service = await ServiceProcess.Start(_folder);
        var key = await Enter(service);
        using var gone = new CancellationTokenSource();
        var sending = load.Run(new Api(service.Base, key), 1, Writers, gone.Token);
        await load.FirstTold;
        await Task.Delay(700);
        var (code, said) = await service.Terminate();
        gone.CancelAfter(Drain);
        await sending;
        Assert.That(code, Is.Zero, said);
        Compare(promises, load, "SIGTERM");
        Assert.That((await ServiceProcess.Command(_folder, "verify")).Code, Is.Zero);
        SeeThatTheComparisonSees(promises);
    }

    [Test]
    public async Task AnImportThatWasKilledGoesOnWhenItIsRunAgain()
    {
        const int Episodes = 200;
        const int Sessions = 50;
        await using (var service = await ServiceProcess.Start(_folder))
        {
            var integration = new Api(service.Base, await Enter(service));
            await Task.WhenAll(Enumerable.Range(0, Episodes).Select(i =>
                integration.Put($"/v1/episodes/i{i}?create=true", new { clientId = $"c{i}", clinicianId = "th-1", instrument = "wai-sr", startedOn = "2024-01-01" })));
            await service.Terminate();
        }

        var file = Path.Combine(_folder, "forms.ndjson");
        await File.WriteAllTextAsync(file, Batches.Text(Enumerable.Range(0, Episodes * Sessions).Select(i => Promises.Form((i % Sessions) + 1, (i % 5) + 1).In($"i{i / Sessions}"))));
        await using (var import = ServiceProcess.Begin(_folder, "import", file))
        {
            while (!import.HasEnded && Stored() == 0)
            {
                await Task.Delay(5);
            }

            await import.Kill();
        }

        var before = Stored();
        var again = await ServiceProcess.Command(_folder, "import", file);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.Positive);
            Assert.That(again.Code, Is.Zero, again.Errors);
            Assert.That(again.Output, Does.StartWith(string.Create(CultureInfo.InvariantCulture, $"{(Episodes * Sessions) - before:N0} created, {before:N0} unchanged, 0 refused")));
            Assert.That(Stored(), Is.EqualTo(Episodes * Sessions));
            Assert.That((await ServiceProcess.Command(_folder, "verify")).Code, Is.Zero);
        }
    }

    private int Stored()
    {
        using var connection = new SqliteConnection($"Data Source={Store};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM responses";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    // A comparison that finds nothing shows something only if it would find it.
    private void SeeThatTheComparisonSees(Promises promises)
    {
        Edit("DELETE FROM events WHERE type = 'response.created' AND sequence = (SELECT MAX(sequence) FROM events WHERE type = 'response.created')");
        Edit("UPDATE responses SET means = zeroblob(length(means)) WHERE response_id = (SELECT MIN(response_id) FROM responses)");
        var (_, _, half) = promises.Compare(Store);
        Edit($"DELETE FROM responses WHERE response_id = '{promises.Ids[0]}'");
        var (lost, _, _) = promises.Compare(Store);
        Assert.That((half.Count, lost.Count), Is.EqualTo((2, 1)));
    }

    private void Edit(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Store};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements stand above
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.That(command.ExecuteNonQuery(), Is.EqualTo(1), sql);
    }

    // A key for the writers, and the clinician that their episodes name.
    private static async Task<string> Enter(ServiceProcess service)
    {
        var made = await service.Admin.Post("/v1/keys", new { name = "load", role = "integration" });
        var key = (string)made.Json["key"]!;
        Assert.That((await new Api(service.Base, key).Put("/v1/clinicians/th-1", new { })).Status, Is.EqualTo(201));
        return key;
    }

    private void Compare(Promises promises, Load load, string after)
    {
        var (lost, doubled, half) = promises.Compare(Store);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lost, Is.Empty, $"lost, after {after}");
            Assert.That(doubled, Is.Empty, $"doubled, after {after}");
            Assert.That(half, Is.Empty, $"half-written, after {after}");
            Assert.That(load.Refused, Is.Empty, $"answers, before {after}");
        }
    }
}
