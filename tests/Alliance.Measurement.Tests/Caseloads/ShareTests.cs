using Alliance.Measurement.Caseloads;

namespace Alliance.Measurement.Tests.Caseloads;

/// <summary>Shares of a caseload, against method 3 of table I in R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872.</summary>
internal sealed class ShareTests
{
    [TestCase(81, 263, 0.2553, 0.3662)]
    [TestCase(15, 148, 0.0624, 0.1605)]
    [TestCase(0, 20, 0, 0.1611)]
    [TestCase(1, 29, 0.0061, 0.1718)]
    [TestCase(20, 20, 0.8389, 1)]
    public void Is_the_interval_of_the_score_method(int count, int of, double low, double high)
    {
        var share = Share.Of(count, of)!.Value;
        Assert.That((share.Low, share.High), Is.EqualTo((low, high)).Within(5e-5));
    }

    [TestCase(0, 0)]
    [TestCase(3, 19)]
    public void Says_nothing_of_fewer_than_twenty(int count, int of) => Assert.That(Share.Of(count, of), Is.Null);

    [TestCase(-1, 20)]
    [TestCase(21, 20)]
    public void Counts_no_more_than_there_are(int count, int of) => Assert.That(() => Share.Of(count, of), Throws.TypeOf<ArgumentOutOfRangeException>());
}
