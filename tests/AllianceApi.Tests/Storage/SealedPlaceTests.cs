using System.Text;
using AllianceApi.Storage.Sealing;

namespace AllianceApi.Tests.Storage;

/// <summary>What a sealed value is bound to stays as it was, or nothing that is stored would open.</summary>
internal sealed class SealedPlaceTests
{
    [Test]
    public void It_is_written_as_it_always_was()
    {
        Assert.That(Bound(new SealedPlace("answers", "0199-ü", 12)), Is.EqualTo("org\nanswers 0199-ü 12"));
        Assert.That(Bound(new SealedPlace("label", "c 1")), Is.EqualTo("org\nlabel c 1"));
    }

    [Test]
    public void One_that_does_not_fit_is_refused() =>
        Assert.That(() => Bound(new SealedPlace("label", new string('a', 60))), Throws.ArgumentException);

    private static string Bound(SealedPlace place) => Encoding.UTF8.GetString(place.Bind(new byte[64], "org"));
}
