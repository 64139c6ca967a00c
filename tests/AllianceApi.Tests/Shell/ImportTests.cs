using AllianceApi.Shell;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Shell;

/// <summary>Files go in and out by the shell, by the same rules as over HTTP.</summary>
[NonParallelizable]
[TestFixtureSource(typeof(Stores))]
internal sealed class ImportTests(Store kind)
{
    private TestStore _store = null!;

    [SetUp]
    public async Task Open()
    {
        _store = TestStore.Make(kind);
        await using var service = await RunningService.Start(_store);
        var integration = await service.Key("integration");
        Assert.That((await integration.Put("/v1/clinicians/th-1", new { })).Status, Is.EqualTo(201));
        Assert.That((await integration.Put("/v1/episodes/e?create=true", new { clientId = "c", clinicianId = "th-1", instrument = "wai-sr", startedOn = "2024-01-01" })).Status, Is.EqualTo(201));
    }

    [TearDown]
    public void Close() => _store.Dispose();

    [Test]
    public async Task A_file_is_taken_in_and_again_changes_nothing()
    {
        var file = Write("forms.ndjson", Batches.Text(Enumerable.Range(1, 3).Select(n => Forms.Of(n, 4).In("e"))));
        Assert.That(await Run("import", file, "--dry-run"), Is.EqualTo((0, "Nothing was stored. It would be: 3 created, 0 unchanged, 0 refused")));
        Assert.That(await Run("import", file), Is.EqualTo((0, "3 created, 0 unchanged, 0 refused")));
        Assert.That(await Run("import", file, "--organization", "default"), Is.EqualTo((0, "0 created, 3 unchanged, 0 refused")));
        Assert.That(File.Exists(file + ".errors.ndjson"), Is.False);
    }

    [Test]
    public async Task Refused_lines_stand_in_a_file_of_their_own()
    {
        var file = Write("forms.csv", $"episodeId,session.number,session.heldAt,instrument,rater,1,2,3,4\ne,1,{Clinic.HeldAt(1)},srs,client,7,8,9,10\nnowhere,1,{Clinic.HeldAt(1)},srs,client,7,8,9,10\ne,2,{Clinic.HeldAt(2)},srs,client,7,8,9,11\n");
        Assert.That(await Run("import", file), Is.EqualTo((1, "1 created, 0 unchanged, 2 refused")));
        Assert.That(Batches.Lines(await File.ReadAllTextAsync(file + ".errors.ndjson")).Ends(), Is.EqualTo((string[])["3 404 not-found", "4 400 invalid-request"]));
    }

    [Test]
    public async Task What_went_in_comes_out()
    {
        await Run("import", Write("forms.ndjson", Batches.Text(Enumerable.Range(1, 3).Select(n => Forms.Of(n, 4).In("e")))));
        var output = Path.Combine(_store.Folder, "out.csv");
        await Run("export", "--format", "csv", "--identified", "--from", Clinic.HeldAt(2), "--out", output);
        var lines = await File.ReadAllLinesAsync(output);
        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(lines[1], Does.Contain(",e,c,th-1,"));
    }

    [TestCase("import")]
    [TestCase("import", "no-such-file.ndjson")]
    [TestCase("export", "--format", "xlsx")]
    [TestCase("export", "--organization", "no-such")]
    public async Task What_is_not_understood_is_said_with_code_2(params string[] words) => Assert.That((await Run(words)).Code, Is.EqualTo(2));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_store.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    // The code, and what was said of the counts.
    private async Task<(int Code, string Said)> Run(params string[] words)
    {
        var (output, error) = (Console.Out, Console.Error);
        var said = new StringWriter();
        Console.SetOut(said);
        Console.SetError(said);
        try
        {
            var code = await CommandLine.Run([.. words, .. _store.Arguments]);
            var line = said.ToString().Split(Environment.NewLine).FirstOrDefault(l => l.Contains(" refused in ", StringComparison.Ordinal)) ?? "";
            return (code, line.Split(" in ")[0]);
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
