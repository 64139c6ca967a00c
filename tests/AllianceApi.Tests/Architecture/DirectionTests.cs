using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Architecture;

/// <summary>Who may use whom.</summary>
internal sealed class DirectionTests
{
    private static readonly string[] Doors = ["Fhir", "CdsHooks", "Dashboard"];

    // Gates that more than their own slice goes through, and why.
    private static readonly Dictionary<string, string[]> Gates = new(StringComparer.Ordinal)
    {
        // The caller's sight of an episode is decided there and nowhere else; everything about an episode asks it first.
        ["EpisodeStore"] = ["Responses", "Trends", "People", "Alerts", "Visibility", "Invitations"],
        // A response belongs to a session, and a trend stands on its times.
        // What is held back waits for its session: to be over, or discussed, which may be said of an alert about it.
        ["SessionStore"] = ["Responses", "Trends", "People", "Visibility", "Alerts", "Invitations"],
        // Whether a clinician or a client exists, before something is bound to it.
        // A report is headed by the labels of client and clinician, and supervision by that of the clinician.
        ["PeopleStore"] = ["Access", "Episodes", "Shell", "Visibility", "Trends", "Caseload"],
        // Which client the patient of a token is.
        ["PersonIdentifierStore"] = ["Access"],
        // Whether an organization exists. (The name of the first one is a constant, which leaves no trace in compiled code.)
        // The watch over silent episodes walks every organization.
        ["OrganizationStore"] = ["Shell", "Alerts"],
        // The shell's keys are made where all keys are.
        ["KeyStore"] = ["Shell"],
        // A caseload shows open alerts; the export of a client's record holds them.
        // What a form has to know of its episode, and what the writer remembers of it, holds the alerts too.
        ["AlertStore"] = ["Caseload", "People", "Trends"],
        // The export of a client's record holds every response and every audit row about the client.
        ["ResponseStore"] = ["People"],
        ["AuditStore"] = ["People"],
        // A batch brings each series up to date once, and must know whether it changed while it decided.
        // Verification makes every series anew and holds it against what is stored.
        // How much of an alert and of a row of a caseload is shown follows from what was promised for the forms of its series.
        ["SeriesStore"] = ["Shell", "Alerts", "Caseload"],
        // Which policy is in force, for the promise made to who answers and for what a caller may see now.
        ["VisibilityStore"] = ["Responses", "People", "Caseload", "Invitations"],
    };

    [Test]
    public void TheScanSeesIntoLambdasAndAsyncMethods()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Code.Uses, Has.Member(("AllianceApi.Responses.ResponseRoutes", "AllianceApi.Responses.SubmitResponse")), "a lambda");
            Assert.That(Code.Uses, Has.Member(("AllianceApi.Shell.KeysCommand", "AllianceApi.Storage.Database")), "an async method");
            Assert.That(Code.Uses, Has.Member(("AllianceApi.Responses.SubmitResponseHandler", "AllianceApi.Episodes.EpisodeStore")), "a static call");
        }
    }

    [Test]
    public void TheMeasurementLibraryReferencesNothing() =>
        Assert.That(Code.Measurement.GetReferencedAssemblies().Select(a => a.Name), Is.All.StartsWith("System."));

    [TestCase("Microsoft.Data.Sqlite.")]
    [TestCase("SQLitePCL.")]
    [TestCase("Npgsql.")]
    [TestCase("Dapper.")]
    public void DriversAndDapperStayInStorage(string driver) =>
        Assert.That(Users(to => to.StartsWith(driver, StringComparison.Ordinal)).Select(f => Code.SliceOf(f).Split('.')[0]), Is.All.EqualTo("Storage"));

    [Test]
    public void HandlersAndStoresKnowNothingOfHttp()
    {
        var http = Users(to => to.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)).Select(Code.NameOf);
        Assert.That(http.Where(n => n.EndsWith("Handler", StringComparison.Ordinal) || n.EndsWith("Store", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void FhirTypesStayInTheirDoors() =>
        Assert.That(Users(to => to.StartsWith("Hl7.Fhir.", StringComparison.Ordinal)).Select(f => Code.SliceOf(f)), Is.All.AnyOf("Fhir", "CdsHooks"));

    [Test]
    public void WhatDrawsStaysWhereItIsDrawn() => Assert.That(
        Users(to => to.StartsWith("SkiaSharp.", StringComparison.Ordinal) || to.StartsWith("HarfBuzzSharp.", StringComparison.Ordinal)),
        Is.All.Match(@"^AllianceApi\.Trends\.(Chart\.Ink|Report)\."));

    [Test]
    public void DoorsSendRequestsAndNobodyKnowsThem()
    {
        var crossed = Code.Uses.Where(u =>
            (IsDoor(u.From) && (Code.NameOf(u.To).EndsWith("Store", StringComparison.Ordinal) || u.To.StartsWith("AllianceApi.Storage.", StringComparison.Ordinal)))
            || (IsDoor(u.To) && !IsDoor(u.From) && !u.From.EndsWith("Program", StringComparison.Ordinal) && Code.SliceOf(u.From) is not ("Hosting" or "Shell" or "")));
        Assert.That(crossed, Is.Empty);
    }

    [Test]
    public void AStoreIsUsedByItsOwnSliceOrIsAGateNamedHere()
    {
        var crossed = Code.Uses
            .Where(u => u.To.StartsWith("AllianceApi.", StringComparison.Ordinal) && Code.NameOf(u.To).EndsWith("Store", StringComparison.Ordinal))
            .Where(u => Code.SliceOf(u.From) != Code.SliceOf(u.To))
            .Where(u => !(Gates.TryGetValue(Code.NameOf(u.To), out var slices) && slices.Contains(Code.SliceOf(u.From))))
            .ToList();
        Assert.That(crossed, Is.Empty);
    }

    [Test]
    public void EveryNamedGateIsStillNeeded()
    {
        var needed = Code.Uses.Select(u => (Store: Code.NameOf(u.To), Slice: Code.SliceOf(u.From))).ToHashSet();
        Assert.That(Gates.SelectMany(g => g.Value.Select(slice => (g.Key, slice))).Where(g => !needed.Contains(g)), Is.Empty);
    }

    [Test]
    public void NoHandlerUsesAnother() =>
        Assert.That(Code.Uses.Where(u => u.From.StartsWith("AllianceApi.", StringComparison.Ordinal) && u.To.StartsWith("AllianceApi.", StringComparison.Ordinal) && u.To.EndsWith("Handler", StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void SqlStandsInStoresOnly()
    {
        var files = Repository.Sources("src", "AllianceApi")
            .Where(f => File.ReadLines(f).Any(l => l.Contains("\"SELECT ", StringComparison.Ordinal) || l.Contains("\"INSERT INTO ", StringComparison.Ordinal) || l.Contains("\"UPDATE ", StringComparison.Ordinal) || l.Contains("\"DELETE FROM ", StringComparison.Ordinal)))
            .Select(f => Path.GetRelativePath(Repository.PathOf("src", "AllianceApi"), f).Replace('\\', '/'));
        // A token is looked up before any use case begins, and its look-up is remembered: the directory is its own store.
        // Verification walks every table, whoever owns it.
        Assert.That(files.Where(f => !f.StartsWith("Storage/", StringComparison.Ordinal) && !f.EndsWith("Store.cs", StringComparison.Ordinal) && !f.StartsWith("Shell/Checks/", StringComparison.Ordinal)), Is.EquivalentTo((string[])["Access/KeyDirectory.cs"]));
    }

    private static bool IsDoor(string type) => Doors.Contains(Code.SliceOf(type));

    private static List<string> Users(Func<string, bool> to) =>
        [.. Code.Uses.Where(u => u.From.StartsWith("AllianceApi.", StringComparison.Ordinal) && to(u.To)).Select(u => u.From).Distinct()];
}
