using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Events;

/// <summary>One who listens to the stream of events.</summary>
internal sealed class Listener : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly HttpClient Client = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private Listener(HttpResponseMessage response, StreamReader reader) => (_response, _reader) = (response, reader);

    /// <summary>The id that a listener would come back with.</summary>
    public string? LastId { get; private set; }

    public static async Task<Listener> Open(Api by, string? lastEventId = null, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(by.Base, "/v1/events" + query));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", by.Key);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
        var listener = new Listener(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        await listener.Next(); // the opening: a place, and no event
        return listener;
    }

    /// <summary>The next block that tells an event; null for one that tells none. Fails when the stream has ended.</summary>
    public async Task<JsonNode?> Next()
    {
        using var patience = new CancellationTokenSource(Patience);
        JsonNode? data = null;
        string? name = null;
        while (await _reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0)
            {
                Assert.That(name, Is.EqualTo(data?.Text("type")));
                return data;
            }

            var (field, value) = line.Split(": ", 2) is [var f, var v] ? (f, v) : (line, "");
            LastId = field == "id" ? value : LastId;
            name = field == "event" ? value : name;
            data = field == "data" ? JsonNode.Parse(value) : data;
        }

        throw new EndOfStreamException();
    }

    public async Task<List<JsonNode>> Take(int count)
    {
        var all = new List<JsonNode>();
        while (all.Count < count)
        {
            if (await Next() is { } told)
            {
                all.Add(told);
            }
        }

        return all;
    }

    /// <summary>Reads until the service ends the stream as it should, and fails when it does not.</summary>
    public async Task End()
    {
        try
        {
            while (true)
            {
                await Next();
            }
        }
        catch (EndOfStreamException)
        {
            return;
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
