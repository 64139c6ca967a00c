using System.Buffers.Binary;
using System.Runtime.Versioning;
using System.Text;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Durability;

/// <summary>Disks that are full, files that may not be written, that another process holds, or that are damaged: callers are told, nothing is half kept, and it passes.</summary>
[NonParallelizable]
[SupportedOSPlatform("linux")]
internal sealed class DiskTests
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Usual = ReadOnly | UnixFileMode.UserWrite;
    private const UnixFileMode Enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // The superuser may write whatever the mode of a file says.
    private static readonly string[] AsNobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];

    private string _folder = "";

    private string Store => Path.Combine(_folder, "alliance.db");

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("alliance-disk-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task AFullDiskIs503AndPassesWithoutARestart()
    {
        using var disk = SmallDisk.Mount(24);
        await using var service = await RunningService.Start(folder: disk.Folder);
        var integration = await Open(service.Admin, service.Base);
        var kept = new List<string>();
        disk.Fill();
        Answer? refused = null;
        for (var session = 1; session <= 300 && refused is null; session++)
        {
            var answer = await integration.Post("/v1/episodes/e/responses", Clinic.Flat(session, 4));
            if (answer.Status == 201)
            {
                kept.Add((string)answer.Json["id"]!);
            }
            else
            {
                refused = answer;
            }
        }

        IsRefused(refused!);
        IsRefused(await integration.Post("/v1/episodes/e/responses", Clinic.Flat(kept.Count + 1, 4)));
        IsRefused(await integration.Get("/v1/episodes/e/trend"), "no audit row, no answer");
        Assert.That((await service.Api(null).Get("/health/live")).Status, Is.EqualTo(200));
        disk.Free();
        Assert.That((await integration.Post("/v1/episodes/e/responses", Clinic.Flat(kept.Count + 1, 4))).Status, Is.EqualTo(201), "there is room again, and nobody restarted anything");
        Assert.That((await integration.All("/v1/episodes/e/responses?limit=500")).Select(r => r.Text("id")).SkipLast(1), Is.EqualTo(kept), "what was acknowledged, and no more");
        var verdict = await (await service.Key("auditor")).Get("/v1/audit/verify");
        Assert.That((bool?)verdict.Json["valid"], Is.True, verdict.Text);
    }

    [Test]
    public async Task AFileThatAnotherProcessHoldsAndThenMayNotBeWrittenIs503UntilThatIsOver()
    {
        OwnedByWhoRuns();
        await using var service = await ServiceProcess.Start(_folder, AsNobody);
        var integration = await Open(service.Admin, service.Base);
        await using (await FileLock.Hold(Store))
        {
            IsRefused(await integration.Post("/v1/episodes/e/responses", Clinic.Flat(1, 4)));
            Mode(ReadOnly, ReadOnly | Enter);
        }

        IsRefused(await integration.Post("/v1/episodes/e/responses", Clinic.Flat(1, 4)));
        Mode(Usual, Usual | Enter);
        Assert.That((await integration.Post("/v1/episodes/e/responses", Clinic.Flat(1, 4))).Status, Is.EqualTo(201), "it was not kept before, and is taken now");
        var (code, said) = await service.Terminate();
        Assert.That(code, Is.Zero, said);
    }

    [Test]
    public async Task AStoreThatCanNotBeWrittenStopsTheStartInOneLine()
    {
        await using (var service = await ServiceProcess.Start(_folder))
        {
            Assert.That((await service.Terminate()).Code, Is.Zero);
        }

        await using (await FileLock.Hold(Store))
        {
            IsOneLine(await ServiceProcess.Command(_folder, "serve"), "locked");
        }

        OwnedByWhoRuns();
        Mode(ReadOnly, ReadOnly | Enter);
        IsOneLine(await ServiceProcess.Command(_folder, AsNobody, "serve"), "ConnectionStrings__Alliance");
        Mode(Usual, Usual | Enter);
        await File.WriteAllBytesAsync(Store, [.. "this is not a database"u8, .. new byte[8000]]);
        IsOneLine(await ServiceProcess.Command(_folder, "serve"), "not a database");
    }

    private const double Duration = 4321.0625;

    [Test]
    public async Task ADamagedPageIs503ForWhoNeedsItAndIsFoundAndPassesWhenItIsMended()
    {
        await using (var service = await RunningService.Start(folder: _folder))
        {
            var filling = await Open(service.Admin, service.Base);
            for (var session = 1; session <= 60; session++)
            {
                await filling.Post("/v1/episodes/e/responses", Clinic.Flat(session, 4));
            }

            // A duration that no other response has, to find its page by; answers are sealed.
            await filling.Post("/v1/episodes/e/responses", Clinic.Flat(61, 4).With("durationSeconds", Duration));
        }

        var bytes = await File.ReadAllBytesAsync(Store);
        var sought = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleBigEndian(sought, Duration); // as SQLite keeps it
        var page = bytes.AsSpan().IndexOf(sought) / 4096 * 4096;
        Assert.That(page, Is.Positive);
        await Overwrite(page, Encoding.ASCII.GetBytes(new string('x', 4096)));
        await using (var service = await RunningService.Start(folder: _folder))
        {
            var integration = await service.Key("integration");
            IsRefused(await integration.Get("/v1/episodes/e/responses?limit=500"));
            Assert.That((await integration.Get("/v1/clients")).Status, Is.EqualTo(200), "the rest is served");
            var verified = await ServiceProcess.Command(_folder, "verify");
            var backup = await ServiceProcess.Command(_folder, "backup", Path.Combine(_folder, "backup.db"));
            using (Assert.EnterMultipleScope())
            {
                Assert.That(verified.Code, Is.EqualTo(1));
                Assert.That(verified.Output, Does.Match("Integrity of the file: [0-9]+ different").And.Contain("Organization default").And.Contain("differences."));
                IsOneLine(backup, "damaged");
                Assert.That(File.Exists(Path.Combine(_folder, "backup.db")), Is.False, "no backup of a damaged store takes the place of a good one");
            }

            await Overwrite(page, bytes[page..(page + 4096)]);
            Assert.That((await integration.Get("/v1/episodes/e/responses?limit=500")).Status, Is.EqualTo(200));
        }
    }

    private static async Task<Api> Open(Api admin, Uri address)
    {
        var made = await admin.Post("/v1/keys", new { name = "disk", role = "integration" });
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        var integration = new Api(address, (string)made.Json["key"]!);
        Assert.That((await integration.Put("/v1/clinicians/th-1", new { })).Status, Is.EqualTo(201));
        Assert.That((await integration.Put("/v1/episodes/e?create=true", new { clientId = "c", clinicianId = "th-1", instrument = "wai-sr", startedOn = "2024-01-01" })).Status, Is.EqualTo(201));
        return integration;
    }

    private static void IsRefused(Answer answer, string? why = null)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Status, answer.Problem), Is.EqualTo((503, "unavailable")), why ?? answer.Text);
            Assert.That(answer.Headers, Contains.Key("Retry-After"));
            Assert.That((bool?)answer.Json["retryable"], Is.True);
            Assert.That(answer.Text, Does.Not.Contain("SQLite").And.Not.Contain("alliance.db"), "the cause is for the log");
        }
    }

    private static void IsOneLine((int Code, string Output, string Errors) told, string named)
    {
        var line = told.Errors.Trim().Split('\n').Where(l => !l.Contains(" %  ", StringComparison.Ordinal)).ToList();
        Assert.That((told.Code, line.Count), Is.EqualTo((1, 1)), told.Output + told.Errors);
        Assert.That(line[0], Does.Contain(named).And.Not.Contain("   at "));
    }

    private void OwnedByWhoRuns()
    {
        if (AsNobody.Length == 0)
        {
            return;
        }

        if (SmallDisk.Run(AsNobody[0], [.. AsNobody[1..], "test", "-r", ServiceProcess.Program]) != 0)
        {
            Assert.Ignore("SKIPPED: the tests run as root, who may write everything, and another user can not be taken on here (setpriv) or can not read the program.");
        }

        Assert.That(SmallDisk.Run("chown", "-R", "65534:65534", _folder), Is.Zero);
    }

    private void Mode(UnixFileMode files, UnixFileMode folder)
    {
        foreach (var file in Directory.GetFiles(_folder))
        {
            File.SetUnixFileMode(file, files);
        }

        File.SetUnixFileMode(_folder, folder);
    }

    private async Task Overwrite(int at, byte[] bytes)
    {
        await using var file = new FileStream(Store, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = at;
        await file.WriteAsync(bytes);
    }
}
