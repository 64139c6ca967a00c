using AllianceApi.Tests.Running;

namespace AllianceApi.Tests;

/// <summary>What is shared by the whole run is put away after it.</summary>
[SetUpFixture]
internal sealed class RunOfTests
{
    [OneTimeTearDown]
    public void PutAway() => Postgres.Stop();
}
