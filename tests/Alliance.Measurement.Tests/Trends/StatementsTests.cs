using System.Text;
using Alliance.Measurement.Scoring;
using Alliance.Measurement.Trends;
using NUnit.Framework;

namespace Alliance.Measurement.Tests.Trends;

public class StatementsTests
{
    /// <summary>The sentences of every hand-made series, kept in a file beside this one; UPDATE_SNAPSHOTS=1 writes it anew.</summary>
    [Test]
    public void Every_hand_made_series_is_told_as_agreed()
    {
        var text = new StringBuilder();
        foreach (var (id, sessions) in Wai.Series)
        {
            var trend = SeriesTrend.Of(Wai.Instrument, [.. sessions.Select(s => TotalOnly(s, sessions))]);
            text.Append("# ").Append(id).Append('\n');
            foreach (var sentence in trend.Statements) text.Append(sentence).Append('\n');
            foreach (var note in trend.Quality.Notes) text.Append("note: ").Append(note).Append('\n');
            foreach (var episode in trend.Primary.Ruptures) text.Append("short: ").Append(Statements.Strain(episode, trend.Primary.Model)).Append('\n');
            text.Append('\n');
        }

        Snapshot.Matches("statements.txt", text.ToString());
    }

    private static SeriesForm TotalOnly(ScoredSession s, ScoredSession[] all) => new(
        s.Session,
        new DateTimeOffset(s.LocalDate, new TimeOnly(10, 0), TimeSpan.Zero),
        [null, null, null, s.Score],
        s.Score == 5 ? ResponseFlags.Perfect | ResponseFlags.StraightLine
            : s.Score == 1 ? ResponseFlags.Floor | ResponseFlags.StraightLine
            : ResponseFlags.None);
}
