using System.Diagnostics;
using AllianceApi.Benchmarks.Service;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>A file of responses by batch, against the same rows by a bare loop into one table with a key, each 1,000 to disk.</summary>
internal static class BatchRow
{
    private const int SessionsEach = 50;

    public static async Task<IReadOnlyList<Measured>> Run(Bench bench)
    {
        await using var clinic = await bench.Open();
        string[] episodes = [.. Enumerable.Range(0, Math.Max(1, bench.Options.BatchRows / SessionsEach)).Select(i => $"b-{Text.Of(i)}")];
        await clinic.AddEpisodes(episodes, "th-batch");
        using var file = new BatchFile(bench.NewFolder(), episodes, SessionsEach);
        var bare = Bare(bench, file);
        var ours = await file.Send(clinic);
        bare = (bare + Bare(bench, file)) / 2; // before and after, as the machine drifts
        var (ratio, peak) = (bare / ours, clinic.Process.Megabytes("VmHWM"));
        return
        [
            new(
                $"NDJSON batch, {Text.Count(file.Rows)} responses", $"{Text.Count(file.Rows / ours.TotalSeconds)}/s, {Text.Of(ours.TotalSeconds, "0.0")} s", $"{Text.Count(file.Rows / bare.TotalSeconds)}/s",
                Text.Of(ratio, "0.00"), ">= 0.30", ratio >= 0.3),
            new("Memory of that batch (most)", $"{Text.Of(peak, "0")} MB", "-", $"{Text.Of(peak, "0")} MB", "< 300 MB", peak < 300),
        ];
    }

    private static TimeSpan Bare(Bench bench, BatchFile file)
    {
        using var store = new SqliteConnection($"Data Source={Path.Combine(bench.NewFolder(), "bare.db")};Pooling=false");
        store.Open();
        Run("PRAGMA journal_mode = wal; PRAGMA synchronous = full; CREATE TABLE r (episode TEXT, session INTEGER, instrument TEXT, rater TEXT, held TEXT, answers TEXT, PRIMARY KEY (episode, session, instrument, rater)) WITHOUT ROWID");
        using var insert = store.CreateCommand();
        insert.CommandText = "INSERT INTO r VALUES ($episode, $session, 'wai-sr', 'client', $held, $answers)";
        SqliteParameter Parameter(string name, SqliteType type) => insert.Parameters.Add(name, type);
        var (episode, session, held, answers) = (Parameter("$episode", SqliteType.Text), Parameter("$session", SqliteType.Integer), Parameter("$held", SqliteType.Text), Parameter("$answers", SqliteType.Text));
        var clock = new Stopwatch();
        foreach (var rows in file.Values().Chunk(1000))
        {
            clock.Start();
            using var transaction = store.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var row in rows)
            {
                (episode.Value, session.Value, held.Value, answers.Value) = (row.Episode, row.Session, row.HeldAt, row.Answers);
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
            clock.Stop();
        }

        return clock.Elapsed;

        void Run(string text)
        {
            using var command = store.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }
    }
}
