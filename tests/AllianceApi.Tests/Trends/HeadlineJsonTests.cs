using System.Text;
using AllianceApi.Hosting;
using AllianceApi.Trends;

namespace AllianceApi.Tests.Trends;

/// <summary>The headline of a series is stored as the serializer of the API would write it, to the byte.</summary>
internal sealed class HeadlineJsonTests
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
    public void It_is_written_as_the_serializer_writes_it(object headline)
    {
        var expected = Encoding.UTF8.GetString(ApiJson.Bytes(headline));
        Assert.That(Encoding.UTF8.GetString(((SeriesHeadline)headline).ToJson()), Is.EqualTo(expected));
    }
}
