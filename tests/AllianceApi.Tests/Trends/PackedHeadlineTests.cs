using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;
using Alliance.Measurement.Trends;
using AllianceApi.Hosting;
using AllianceApi.Trends;

namespace AllianceApi.Tests.Trends;

/// <summary>A headline is read as it was stored, and one of an earlier version too.</summary>
internal sealed class PackedHeadlineTests
{
    // Names and texts that JSON escapes or that take several bytes, and numbers that no short decimal is.
    private static readonly SeriesModel Model = ModelWith("\u0001\n\u2028 – what {0} forms show isn't \"new\" +");

    private static readonly SeriesTrend[] Trends =
    [
        SeriesTrend.Of(Model, []),
        SeriesTrend.Of(Model, [Form(1, 3.25, null)]),
        SeriesTrend.Of(Model, [Form(1, 1, 1.0 / 3 + 1), Form(2, 2, 3), Form(3, 3, 4.7), Form(4, 4, null), Form(5, 4.9, 5)]),
        SeriesTrend.Of(Model, [Form(2, 5, 5, ResponseFlags.Perfect), Form(3, 5, 5, ResponseFlags.Perfect), Form(4, 5, 5, ResponseFlags.Perfect)]),
    ];

    [TestCaseSource(nameof(Trends))]
    public void It_is_read_as_it_was_stored(SeriesTrend trend) => IsReadFrom(PackedHeadline.Pack(trend), trend);

    [TestCaseSource(nameof(Trends))]
    public void One_that_was_stored_as_json_is_read_too(SeriesTrend trend) => IsReadFrom(ApiJson.Bytes(SeriesHeadline.Of(trend)), trend);

    [Test]
    public void What_is_no_headline_is_told()
    {
        var packed = PackedHeadline.Pack(Trends[3]);
        for (var length = 0; length < packed.Length; length++)
        {
            Assert.That(() => PackedHeadline.Unpack(packed[..length]), Throws.InstanceOf<InvalidDataException>(), $"{length} of {packed.Length} bytes");
        }

        Assert.That(() => PackedHeadline.Unpack([2, .. packed[1..]]), Throws.InstanceOf<InvalidDataException>(), "a version to come");
        Assert.That(() => PackedHeadline.Unpack("{"u8.ToArray()), Throws.InstanceOf<InvalidDataException>());
    }

    private static void IsReadFrom(byte[] stored, SeriesTrend trend)
    {
        var (read, headline, packed) = (PackedHeadline.Unpack(stored), SeriesHeadline.Of(trend), PackedHeadline.Pack(trend));
        Assert.That(read.Scales, Is.EqualTo(headline.Scales));
        Assert.That(read.Quality.Informative, Is.EqualTo(headline.Quality.Informative));
        Assert.That(read.Quality.Notes, Is.EqualTo(headline.Quality.Notes));
        Assert.That(PackedHeadline.Are(stored, packed));
        for (var i = 0; i < stored.Length; i++)
        {
            byte[] changed = [.. stored];
            changed[i] ^= 1;
            Assert.That(PackedHeadline.Are(changed, packed), Is.False, $"byte {i} changed");
        }
    }

    private static SeriesModel ModelWith(string ceiling)
    {
        var scales = new[] { new Scale("a \"scale\" <of> Übung & 目標 ' +", [1, 2]), new Scale(Scale.TotalName, [1, 2, 3]) };
        var instrument = new Instrument("own", "1", "Own", [Rater.Client], new ItemFormat(3, 1, 5, 1, []), scales, 0.75, Metric.Mean);
        return new SeriesModel(instrument, SeriesModel.For(instrument).Scales, texts: StatementTexts.English with { CeilingStable = ceiling });
    }

    private static SeriesForm Form(int session, double? first, double? second, ResponseFlags flags = default) =>
        new(session, new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero).AddDays(7 * session), [first, second], flags);
}
