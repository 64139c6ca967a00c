using System.Globalization;
using System.Text;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;
using AllianceApi.Alerts;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses;
using AllianceApi.Visibility;

namespace AllianceApi.Tests.Responses;

/// <summary>A response writes itself as the serializer of the API would write it, to the byte.</summary>
internal sealed class ResponseJsonTests
{
    private static readonly Instrument Form = InstrumentLibrary.Shipped.Resolve("wai-sr")!.Instrument;

    [Test]
    public void It_is_written_as_the_serializer_writes_it([Range(1, 200)] int seed)
    {
        var random = new Random(seed);
        foreach (var level in Enum.GetValues<Level>())
        {
            var response = Response(random).At(level);
            Assert.That(Encoding.UTF8.GetString(ApiJson.Bytes(response)), Is.EqualTo(Encoding.UTF8.GetString(ApiJson.Serialized(response))));
        }
    }

    [Test]
    public void Answers_are_found_by_the_number_of_their_item()
    {
        var shown = new ShownAnswers(Answers.Of(Form.Items, [3, double.NaN, .. Enumerable.Repeat(5.0, 10)]));
        Assert.That((shown["1"], shown["12"], shown.Count), Is.EqualTo((3, 5, 11)));
        Assert.That(shown.Keys.First(), Is.EqualTo("1"));
        Assert.That(shown.Keys.Zip(shown.Values), Is.EqualTo(shown.Select(a => (a.Key, a.Value))));
        foreach (var none in (string[])["2", "0", "13", "01", "-1", "x", "", "999999999999"])
        {
            Assert.That(shown.ContainsKey(none), Is.False, none);
            Assert.That(() => shown[none], Throws.InstanceOf<KeyNotFoundException>());
        }
    }

    [Test]
    public void An_instant_has_as_many_digits_as_are_not_zero([Range(1, 6)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var digits = random.Next(9);
            var ticks = random.NextInt64(new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks, new DateTime(2199, 12, 31, 0, 0, 0, DateTimeKind.Utc).Ticks);
            var instant = new DateTimeOffset(ticks - (ticks % (long)Math.Pow(10, digits)), TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(random.Next(-840, 841)));
            Assert.That(instant.Text(), Is.EqualTo(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFK", CultureInfo.InvariantCulture)));
        }
    }

    private static ResponseResource Response(Random random)
    {
        double[] values = [.. Enumerable.Range(0, Form.Items.Count).Select(_ => random.Next(6) is var v && v == 0 ? double.NaN : v)];
        var answers = Answers.Of(Form.Items, (ReadOnlySpan<double>)values);
        double? seconds = random.Next(3) switch { 0 => null, 1 => random.Next(300), _ => random.NextDouble() * 1000 };
        var row = new ResponseRow
        {
            ResponseId = "0193a5f0-7c1e-7d42-9b1a-2f6c3e8d5a10",
            EpisodeId = "e~1.x",
            Instrument = "wai-sr",
            Version = "2006",
            Rater = "client",
            Number = random.Next(1, 3000),
            Revision = random.Next(1, 4),
            DurationSeconds = seconds,
            Setting = random.Next(3) switch { 0 => null, 1 => "aloneOnPhone", _ => "\"bei\" <mir> & 目標 \u0001\n\u2028 '+" },
            CompletedAt = random.Next(2) == 0 ? null : random.NextInt64(1_700_000_000_000_000, 1_800_000_000_000_000),
            ReceivedAt = random.NextInt64(1_700_000_000_000_000, 1_800_000_000_000_000),
            Reason = random.Next(2) == 0 ? null : "a \\ slip",
        };
        var session = random.Next(4) == 0 ? null : new AllianceApi.Episodes.SessionRow { Number = row.Number, HeldAt = 1_700_000_000_000_000, OffsetMinutes = 120, Modality = random.Next(2) == 0 ? null : "video" };
        AlertReference[] alerts = [.. Enumerable.Range(0, random.Next(3)).Select(i => new AlertReference($"a-{i}", "possibleStrain", "open"))];
        return ResponseResource.Of(row, session, answers, ResponseScore.Of(Form, answers, seconds), alerts);
    }
}
