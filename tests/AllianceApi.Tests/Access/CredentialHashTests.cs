using AllianceApi.Access;

namespace AllianceApi.Tests.Access;

/// <summary>What is remembered of a credential goes by the hash that the store holds.</summary>
internal sealed class CredentialHashTests
{
    [TestCase("aak_x")]
    [TestCase("Schlüssel für Ärzte")]
    [TestCase("")]
    public void ItIsTheHashOfTheStore(string credential) => Assert.That(CredentialHash.Of(credential).ToBytes(), Is.EqualTo(KeySecret.Hash(credential)));

    [Test]
    public void ALongOneIsHashedAsWell()
    {
        var credential = new string('a', 8192);
        Assert.That(CredentialHash.Of(credential).ToBytes(), Is.EqualTo(KeySecret.Hash(credential)));
    }
}
