using System.Text.Json;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Trends;
using CsCheck;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Trends;

public class CountableSubmissionsTests
{
    private static IEnumerable<TestCaseData> Cases() => Open("ingest").GetProperty("cases").EnumerateArray()
        .Select(c => new TestCaseData(c).SetArgDisplayNames(c.GetProperty("id").GetString()!));

    [TestCaseSource(nameof(Cases))]
    public void Equals_the_reference_in_any_order(JsonElement c)
    {
        var events = c.GetProperty("events").EnumerateArray().ToArray();
        var totals = events.GroupBy(e => e.GetProperty("submissionId").GetString()!).ToDictionary(g => g.Key, g => Total(g.First()));
        var history = events.Select(e => Read(e, totals)).ToArray();
        var expected = c.GetProperty("expected").GetProperty("series").EnumerateArray().ToArray();

        Gen.Shuffle(history).Sample(shuffled =>
        {
            var counted = CountableSubmissions.Of(shuffled).Where(s => s.Key.Rater == Rater.Client).ToArray();
            Assert.That(counted.Select(s => s.Key.Session), Is.EqualTo(expected.Select(e => e.GetProperty("session").GetInt32())));
            Assert.That(counted.Select(s => s.Id), Is.EqualTo(expected.Select(e => e.GetProperty("submissionId").GetString())));
            foreach (var (submission, wanted) in counted.Zip(expected)) Close(totals[submission.Id], wanted.Number("total"), 1e-12, submission.Id);
        }, iter: 50);
    }

    [Test]
    public void One_id_is_one_submission()
    {
        var key = new MeasurementKey("e1", Rater.Client, 1);
        var first = new Submission("a", key, DateTimeOffset.UnixEpoch, true);
        Assert.That(() => CountableSubmissions.Of([first, first with { Key = key with { Session = 2 } }]), Throws.ArgumentException);
        Assert.That(CountableSubmissions.Of([first, first]), Has.Length.EqualTo(1));
        Assert.That(CountableSubmissions.Of([]), Is.Empty);
    }

    [Test]
    public void They_come_by_series_rater_and_session()
    {
        Submission[] sent = [.. from series in (string[])["b", "a"] from rater in (Rater[])[Rater.Therapist, Rater.Client] from session in (int[])[2, 1] select Sent(series, rater, session)];
        Assert.That(
            CountableSubmissions.Of(sent).Select(s => (s.Key.Series, s.Key.Rater, s.Key.Session)),
            Is.EqualTo(from series in (string[])["a", "b"] from rater in (Rater[])[Rater.Client, Rater.Therapist] from session in (int[])[1, 2] select (series, rater, session)));

        static Submission Sent(string series, Rater rater, int session) =>
            new($"{series}{rater}{session}", new MeasurementKey(series, rater, session), DateTimeOffset.UnixEpoch, true);
    }

    private static Submission Read(JsonElement e, Dictionary<string, double?> totals)
    {
        var id = e.GetProperty("submissionId").GetString()!;
        return new Submission(
            id,
            new MeasurementKey("e1", e.GetProperty("role").GetString() == "client" ? Rater.Client : Rater.Therapist, e.GetProperty("session").GetInt32()),
            e.GetProperty("submittedAt").GetDateTimeOffset(),
            totals[id] is not null,
            e.TryGetProperty("voidsId", out var target) ? target.GetString() : null);
    }

    /// <summary>The mean of the three scale means, each from at least three of its four items.</summary>
    private static double? Total(JsonElement e)
    {
        if (!e.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array) return null;
        var means = Wai.Instrument.Scales.Where(s => !s.IsTotal)
            .Select(s => s.Items.Select(i => items[i - 1]).Where(v => v.ValueKind == JsonValueKind.Number).Select(v => v.GetDouble()).ToArray())
            .Select(v => v.Length >= 3 ? v.Average() : (double?)null).ToArray();
        return means.All(m => m is not null) ? means.Average() : null;
    }
}
