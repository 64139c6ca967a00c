namespace AllianceApi.Tests.Running;

/// <summary>
/// Tests that share one running clinic; each opens episodes of its own. A fixture runs over every store with
/// <c>[TestFixtureSource(typeof(Stores))]</c> and a constructor that takes a <see cref="Store"/>.
/// </summary>
internal abstract class ClinicFixture(Store store = Store.Sqlite)
{
    private int _episodes;

    protected Clinic Clinic { get; private set; } = null!;

    /// <summary>What the clinic's store is.</summary>
    protected Store StoreKind { get; } = store;

    /// <summary>Settings of the service.</summary>
    protected virtual IReadOnlyDictionary<string, string?>? Settings => null;

    [OneTimeSetUp]
    public async Task OpenClinic() => Clinic = await Clinic.Open(StoreKind, Settings);

    [OneTimeTearDown]
    public async Task CloseClinic() => await Clinic.DisposeAsync();

    /// <summary>An episode that no other test of the fixture uses.</summary>
    protected Task<string> NewEpisode(string clinicianId = "th-1", string instrument = "wai-sr") =>
        Clinic.Episode($"ep{Interlocked.Increment(ref _episodes)}", clinicianId, instrument);
}
