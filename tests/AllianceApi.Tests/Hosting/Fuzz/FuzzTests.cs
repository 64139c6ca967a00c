using System.Globalization;
using AllianceApi.Access;
using AllianceApi.Shell;
using AllianceApi.Tests.Access;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting.Fuzz;

/// <summary>
/// Requests made at random to every route there is, from what the API document says of it and from what it does not allow. The
/// short form runs with the other tests; <c>FUZZ_REQUESTS=100000</c> makes it long, <c>FUZZ_SEED</c> another.
/// </summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class FuzzTests(Store store)
{
    private const int Usual = 1_500;

    private static readonly string[] Inner = ["Exception", "   at ", "SQLite", "Npgsql", "SELECT ", "INSERT "];
    private static readonly string[] Labels = ["Client own", "Client other", "Client away"];

    [Test]
    public async Task NothingBreaksNothingIsStoredByWhatIsRefusedAndNothingLeaks()
    {
        var count = Number("FUZZ_REQUESTS", Usual);
        var seed = Number("FUZZ_SEED", 20261123);
        await using var world = await World.Open(store, builder => Logs.Levels(builder.Logging)); // as it is shipped: a hundred thousand traces would fill the memory
        foreach (var role in Enum.GetValues<Role>())
        {
            await world[role].Get("/v1/instruments"); // the day of a key's last use is noted at its first
        }

        var lookEvery = Math.Max(40, count / 400); // to read the whole store takes longer than a request
        var requests = await FuzzRequests.For(world, new Random(seed));
        var broken = new List<string>();
        for (var i = 0; i < count && broken.Count < 20; i++)
        {
            var request = requests.Next();
            var before = i % lookEvery == 0 ? await StoredContent.Of(world.Service) : null;
            var answer = await request.Send();
            var told = $"request {i} of seed {seed}: {request.Text} gave {answer.Text}";
            if (answer.Status >= 500)
            {
                broken.Add(told); // all that break in one run
                continue;
            }

            IsWell(request, answer, told);
            if (before is not null && answer.Status >= 400)
            {
                Assert.That(await StoredContent.Of(world.Service), Is.EqualTo(before), $"stored by a refused {told}");
            }
        }

        Assert.That(broken, Is.Empty, world.Service.LogOf("AllianceApi.Requests"));
        var log = world.Service.LogOf("AllianceApi") + (await world.Stranger.Get("/metrics")).Text;
        Assert.That(Labels.Append(RunningService.AdminKey).Append(" broke: ").Where(v => log.Contains(v, StringComparison.Ordinal)), Is.Empty);
    }

    private static void IsWell(FuzzRequest request, Answer answer, string told)
    {
        Assert.That(Hidden(request.By).Where(v => answer.Text.Contains(v, StringComparison.Ordinal)), Is.Empty, told);
        if (answer.Status >= 400)
        {
            Assert.That(IsRefusal(request, answer), Is.True, told);
            Assert.That(Inner.Concat(Labels).Where(v => answer.Text.Contains(v, StringComparison.Ordinal)), Is.Empty, told);
        }
    }

    // Another organization's label nobody sees; those who read ids alone, or no clients at all, see none.
    private static string[] Hidden(Role? by) => by is Role.Integration or Role.Clinician or Role.Supervisor ? ["Client away", RunningService.AdminKey] : [.. Labels, RunningService.AdminKey];

    private static bool IsRefusal(FuzzRequest request, Answer answer)
    {
        var type = answer.Headers.GetValueOrDefault("Content-Type") ?? "";
        // The token endpoint refuses as OAuth 2.0 asks, and speaks of nothing else.
        return request.Path.StartsWith("/auth/token", StringComparison.Ordinal) && answer.Problem is null ? answer.Json.Text("error") is not null
            : request.Path.StartsWith("/fhir/", StringComparison.Ordinal) ? answer.Text.Contains("OperationOutcome", StringComparison.Ordinal)
            : request.Path.StartsWith("/f/", StringComparison.Ordinal) && type.StartsWith("text/html", StringComparison.Ordinal) || answer.Problem is not null;
    }

    private static int Number(string name, int usual) => int.Parse(Environment.GetEnvironmentVariable(name) ?? usual.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
