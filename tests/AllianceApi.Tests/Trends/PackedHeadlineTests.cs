using AllianceApi.Hosting;
using AllianceApi.Trends;

namespace AllianceApi.Tests.Trends;

/// <summary>A headline is read as it was stored, and one of an earlier version too.</summary>
internal sealed class PackedHeadlineTests
{
    private static readonly SeriesHeadline[] Headlines =
    [
        new([], new HeadlineQuality(true, [])),
        new([new ScaleHeadline("total", null, null, "not-enough-data", "not-enough-data")], new HeadlineQuality(false, ["One form only."])),
        new(
            [
                new ScaleHeadline("bond", 3.25, new EstimateResource(3.2730102251486968, -0.1, 1e-7, 0.16973090651092698), "rising", "falling"),
                new ScaleHeadline("a \"scale\" <of> Übung & 目標 ' +", 0, new EstimateResource(double.MaxValue, double.Epsilon, 100, 0), "no-clear-change", "rising"),
            ],
            new HeadlineQuality(true, ["The scores stand at the upper limit – what happens above it isn't seen.", "\u0001\n\u2028"])),
    ];

    [TestCaseSource(nameof(Headlines))]
    public void It_is_read_as_it_was_stored(object headline) => IsReadFrom(PackedHeadline.Pack((SeriesHeadline)headline), (SeriesHeadline)headline);

    [TestCaseSource(nameof(Headlines))]
    public void One_that_was_stored_as_json_is_read_too(object headline) => IsReadFrom(ApiJson.Bytes(headline), (SeriesHeadline)headline);

    [Test]
    public void What_is_no_headline_is_told()
    {
        var packed = PackedHeadline.Pack(Headlines[2]);
        for (var length = 0; length < packed.Length; length++)
        {
            Assert.That(() => PackedHeadline.Unpack(packed[..length]), Throws.InstanceOf<InvalidDataException>(), $"{length} of {packed.Length} bytes");
        }

        Assert.That(() => PackedHeadline.Unpack([2, .. packed[1..]]), Throws.InstanceOf<InvalidDataException>(), "a version to come");
        Assert.That(() => PackedHeadline.Unpack("{"u8.ToArray()), Throws.InstanceOf<InvalidDataException>());
    }

    private static void IsReadFrom(byte[] stored, SeriesHeadline headline)
    {
        var read = PackedHeadline.Unpack(stored);
        Assert.That(read.Scales, Is.EqualTo(headline.Scales));
        Assert.That(read.Quality.Informative, Is.EqualTo(headline.Quality.Informative));
        Assert.That(read.Quality.Notes, Is.EqualTo(headline.Quality.Notes));
        Assert.That(PackedHeadline.Are(stored, headline));
        for (var i = 0; i < stored.Length; i++)
        {
            byte[] changed = [.. stored];
            changed[i] ^= 1;
            Assert.That(PackedHeadline.Are(changed, headline), Is.False, $"byte {i} changed");
        }
    }
}
