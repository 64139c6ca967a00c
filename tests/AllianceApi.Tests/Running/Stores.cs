using System.Collections;

namespace AllianceApi.Tests.Running;

/// <summary>The stores that the service keeps its data in.</summary>
internal enum Store
{
    Sqlite,
    Postgres,
}

/// <summary>
/// Runs a fixture over every store: <c>[TestFixtureSource(typeof(Stores))]</c> on a class whose constructor takes a
/// <see cref="Store"/>, which it gives to <see cref="Clinic.Open(Store, IReadOnlyDictionary{string, string}, Action{Microsoft.AspNetCore.Builder.WebApplicationBuilder})"/>.
/// </summary>
internal sealed class Stores : IEnumerable
{
    public IEnumerator GetEnumerator()
    {
        yield return new TestFixtureData(Store.Sqlite);
        var postgres = new TestFixtureData(Store.Postgres);
        yield return Postgres.Lacking is { } reason ? postgres.Ignore(reason) : postgres;
    }
}
