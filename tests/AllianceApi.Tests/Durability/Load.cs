using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Durability;

/// <summary>
/// Writers that send side by side until the service is gone: single submissions, amendments of them, and batches whose answers
/// are read as they come. Each notes what it sent before it sends it, and what was told when it is told.
/// </summary>
internal sealed class Load(Promises promises)
{
    private const int SessionsOfAnEpisode = 12;
    private const int LinesOfABatch = 60;

    private static readonly HttpClient Client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 });

    private TaskCompletionSource _told = new();
    private readonly List<string> _refused = [];
    private int _episodes;

    /// <summary>When the first write of this run was told to be kept.</summary>
    public Task FirstTold => _told.Task;

    /// <summary>Answers that no writer should see.</summary>
    public IReadOnlyList<string> Refused => _refused;

    /// <summary>Answers 503 that said when to come back.</summary>
    public int ComeBackLater { get; private set; }

    /// <summary>
    /// Sends until the service is gone, or until it is told to stop. A connection that was being made when the service died may
    /// wait for minutes, so who knows that it is gone says so.
    /// </summary>
    public async Task Run(Api api, int round, int writers, CancellationToken stop)
    {
        _told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var single = Enumerable.Range(0, writers).Select(w => Repeat(() => Single(api, $"r{round}-s{w}"), stop));
        var batches = Enumerable.Range(0, 2).Select(w => Repeat(() => Batch(api, $"r{round}-b{w}"), stop));
        await Task.WhenAll([.. single, .. batches]);
    }

    /// <summary>Sends again what was never told, as a caller does after a broken connection.</summary>
    public async Task SendAgain(Api api)
    {
        foreach (var promise in promises.Untold)
        {
            var answer = await api.Post($"/v1/episodes/{promise.EpisodeId}/responses", Promises.Form(promise.Session, promise.Sent[0]));
            if (answer.Status is 200 or 201)
            {
                Tell(promise, answer.Json.Text("id")!, revision: 1);
            }
            else
            {
                Refuse(answer.Text);
            }
        }
    }

    private static async Task Repeat(Func<Task> work, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await work().WaitAsync(stop);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return; // the service is gone
        }
    }

    private async Task Single(Api api, string prefix)
    {
        var episode = await Episode(api, prefix);
        for (var session = 1; episode is not null && session <= SessionsOfAnEpisode; session++)
        {
            var promise = promises.Add(episode, session);
            promise.Sent.Add(1 + (session % 5));
            var answer = await api.Post($"/v1/episodes/{episode}/responses", Promises.Form(session, promise.Sent[0]));
            if (!Note(promise, answer, 201, revision: 1))
            {
                return;
            }

            if (session % 3 == 0)
            {
                promise.Sent.Add(1 + ((session + 2) % 5));
                var amended = await api.Put($"/v1/responses/{promise.Id}", new JsonObject { ["answers"] = Promises.Form(session, promise.Sent[1])["answers"]!.DeepClone(), ["reason"] = "a slip" }, ("If-Match", answer.Tag!));
                Note(promise, amended, 200, revision: 2);
            }
        }
    }

    private async Task Batch(Api api, string prefix)
    {
        var episodes = new List<string>();
        for (var i = 0; i < LinesOfABatch / SessionsOfAnEpisode; i++)
        {
            if (await Episode(api, prefix) is { } episode)
            {
                episodes.Add(episode);
            }
        }

        var lines = new List<Promise>();
        foreach (var episode in episodes)
        {
            for (var session = 1; session <= SessionsOfAnEpisode; session++)
            {
                var promise = promises.Add(episode, session);
                promise.Sent.Add(1 + (session % 5));
                lines.Add(promise);
            }
        }

        if (lines.Count > 0)
        {
            await Send(api, lines);
        }
    }

    private async Task Send(Api api, List<Promise> lines)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api.Base, Batches.Path))
        {
            Content = new StringContent(Batches.Text(lines.Select(p => Promises.Form(p.Session, p.Sent[0]).In(p.EpisodeId))), null, Batches.Ndjson),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", api.Key);
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            if (TryParse(line) is not { } result || result["line"] is not { } number)
            {
                continue; // cut off in the middle, or the counts
            }

            if (result.Whole("status") == 201)
            {
                Tell(lines[(int)number - 1], result.Text("id")!, revision: 1);
            }
            else if (result.Whole("status") != 503)
            {
                Refuse(line);
            }
        }
    }

    private async Task<string?> Episode(Api api, string prefix)
    {
        var id = $"{prefix}-{Interlocked.Increment(ref _episodes)}";
        var answer = await api.Put($"/v1/episodes/{id}?create=true", new { clientId = $"c-{id}", clinicianId = "th-1", instrument = "wai-sr", startedOn = "2024-01-01" });
        return Took(answer, 201) ? id : null;
    }

    private bool Note(Promise promise, Answer answer, int right, int revision)
    {
        if (!Took(answer, right))
        {
            return false;
        }

        Tell(promise, answer.Json.Text("id")!, revision);
        return true;
    }

    private void Tell(Promise promise, string id, int revision)
    {
        (promise.Id, promise.Revision) = (id, revision);
        _told.TrySetResult();
    }

    private bool Took(Answer answer, int right)
    {
        if (answer.Status == 503 && answer.Headers.ContainsKey("Retry-After"))
        {
            ComeBackLater++;
            return false;
        }

        if (answer.Status != right)
        {
            Refuse(answer.Text);
        }

        return answer.Status == right;
    }

    private void Refuse(string what)
    {
        lock (_refused)
        {
            _refused.Add(what);
        }
    }

    private static JsonNode? TryParse(string line)
    {
        try
        {
            return JsonNode.Parse(line);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
