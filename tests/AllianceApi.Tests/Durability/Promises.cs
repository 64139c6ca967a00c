using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Tests.Durability;

/// <summary>What was sent for one session of an episode, and what of it the service said that it had kept.</summary>
internal sealed class Promise(string episodeId, int session)
{
    public string EpisodeId { get; } = episodeId;

    public int Session { get; } = session;

    /// <summary>The values sent, first the submission and then its amendments: revision n sent <c>Sent[n - 1]</c>.</summary>
    public List<int> Sent { get; } = [];

    /// <summary>The id that was told; null while nothing was.</summary>
    public string? Id { get; set; }

    /// <summary>The newest revision that was told; 0 while nothing was.</summary>
    public int Revision { get; set; }
}

/// <summary>The promises of a whole run, and how the store keeps them.</summary>
internal sealed class Promises
{
    private readonly ConcurrentQueue<Promise> _all = new();

    /// <summary>Submissions and amendments that were told to be kept.</summary>
    public int Told => _all.Sum(p => p.Revision);

    /// <summary>Submissions that nobody was told about.</summary>
    public IReadOnlyList<Promise> Untold => [.. _all.Where(p => p.Revision == 0)];

    /// <summary>Ids of the responses that were told to be kept.</summary>
    public IReadOnlyList<string> Ids => [.. _all.Select(p => p.Id).OfType<string>()];

    public Promise Add(string episodeId, int session)
    {
        var promise = new Promise(episodeId, session);
        _all.Enqueue(promise);
        return promise;
    }

    /// <summary>Compares every promise with the file of the store.</summary>
    /// <returns>What is lost, what is there twice, and what is there in part.</returns>
    public (List<string> Lost, List<string> Doubled, List<string> Half) Compare(string file)
    {
        var store = new StoredState(file);
        var (lost, doubled, half) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var promise in _all)
        {
            var name = $"{promise.EpisodeId}/{promise.Session}";
            if (!store.Responses.TryGetValue((promise.EpisodeId, promise.Session), out var stored))
            {
                if (promise.Revision > 0)
                {
                    lost.Add(name);
                }

                continue;
            }

            if (promise.Revision > stored.Revision || (promise.Id is not null && promise.Id != stored.Id))
            {
                lost.Add($"{name} revision {promise.Revision} as {promise.Id}; there is {stored.Revision} as {stored.Id}");
            }

            if (stored.Revision > promise.Sent.Count || stored.Answers != Answers(promise.Sent[(int)stored.Revision - 1]))
            {
                half.Add($"{name}: {stored.Answers}");
            }

            half.AddRange(stored.Lacks.Select(l => $"{name}: {l}"));
        }

        doubled.AddRange(store.Doubled);
        var known = _all.Select(p => (p.EpisodeId, p.Session)).ToHashSet();
        doubled.AddRange(store.Responses.Keys.Where(k => !known.Contains(k)).Select(k => $"{k} was never sent"));
        return (lost, doubled, half);
    }

    /// <summary>A submission of WAI-SR in which every answer is <paramref name="value"/>.</summary>
    public static JsonObject Form(int session, int value) => Clinic.Flat(session, value);

    // The answers are sealed; by equal answers every mean is the answer.
    private static string Answers(int value) => ((double)value).ToString(CultureInfo.InvariantCulture);

    /// <summary>What the file holds, read past the service.</summary>
    private sealed class StoredState
    {
        public StoredState(string file)
        {
            using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                "SELECT r.episode_id, r.number, r.response_id, r.revision, r.means, " +
                "(SELECT COUNT(*) FROM sessions s WHERE s.organization_id = r.organization_id AND s.episode_id = r.episode_id AND s.number = r.number), " +
                "(SELECT COUNT(*) FROM response_revisions v WHERE v.organization_id = r.organization_id AND v.response_id = r.response_id), " +
                "(SELECT COUNT(*) FROM events e WHERE e.organization_id = r.organization_id AND e.resource = '/v1/responses/' || r.response_id AND e.type = 'response.created'), " +
                "(SELECT COUNT(*) FROM events e WHERE e.organization_id = r.organization_id AND e.resource = '/v1/responses/' || r.response_id AND e.type = 'response.amended') FROM responses r";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var key = (reader.GetString(0), reader.GetInt32(1));
                var (sessions, earlier, created, amended) = (reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8));
                var revision = reader.GetInt64(3);
                List<string> lacks = [];
                Note(lacks, sessions == 1, $"{sessions} sessions");
                Note(lacks, earlier == revision - 1, $"{earlier} earlier revisions");
                Note(lacks, created == 1 && amended == revision - 1, $"{created} events of its making and {amended} of amendments");
                if (!Responses.TryAdd(key, (reader.GetString(2), revision, Mean(reader.GetFieldValue<byte[]>(4)), lacks)))
                {
                    Doubled.Add($"{key} is there twice");
                }
            }
        }

        public Dictionary<(string EpisodeId, int Session), (string Id, long Revision, string Answers, List<string> Lacks)> Responses { get; } = [];

        public List<string> Doubled { get; } = [];

        private static string Mean(byte[] means) => BinaryPrimitives.ReadDoubleLittleEndian(means).ToString(CultureInfo.InvariantCulture);

        private static void Note(List<string> lacks, bool isRight, string what)
        {
            if (!isRight)
            {
                lacks.Add(what);
            }
        }
    }
}
