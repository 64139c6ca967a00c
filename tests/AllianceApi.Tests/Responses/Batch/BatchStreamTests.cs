using System.Globalization;
using System.Net.Sockets;
using System.Text;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses.Batch;

/// <summary>A batch is read and answered at the same time, in bounded memory; what is cut off is not stored.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class BatchStreamTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task Answers_come_while_the_file_is_still_being_sent()
    {
        var episode = await NewEpisode();
        using var connection = await Begin();
        for (var n = 1; n <= 3; n++)
        {
            await connection.Send(Batches.Text(Forms.Of(n, 4).In(episode)));
            Assert.That(await connection.Until($"\"line\":{n},\"status\":201"), Is.True, $"the answer to line {n} comes before line {n + 1} is sent");
            Assert.That(await Clinic.Integration.All($"/v1/episodes/{episode}/responses"), Has.Count.EqualTo(n), "and it is stored");
        }

        await connection.End();
        Assert.That(await connection.Until("{\"done\":true,\"created\":3,\"unchanged\":0,\"refused\":0}"), Is.True);
    }

    [Test]
    public async Task A_line_that_was_cut_off_is_not_stored_and_the_file_can_be_sent_again()
    {
        var episode = await NewEpisode();
        var text = Batches.Text(Enumerable.Range(1, 9).Select(n => Forms.Of(n, 4).In(episode)));
        var cut = text.IndexOf("\"number\":9", StringComparison.Ordinal);
        using (var connection = await Begin(text.Length))
        {
            await connection.SendPlain(text[..cut]);
            Assert.That(await connection.Until("\"line\":8,\"status\":201"), Is.True);
        }

        await Task.Delay(100);
        Assert.That(await Clinic.Integration.All($"/v1/episodes/{episode}/responses"), Has.Count.EqualTo(8));
        var again = await Clinic.Integration.SendBatch(text);
        Assert.That(again.Totals(), Is.EqualTo((1, 8, 0)));
    }

    [Test]
    public async Task A_whole_line_that_looks_cut_is_refused_and_the_last_one_needs_no_line_end()
    {
        var episode = await NewEpisode();
        var line = Forms.Of(1, 4).In(episode).ToJsonString();
        var results = await Clinic.Integration.SendBatch(line[..^1] + "\n" + line);
        Assert.That(results.Ends(), Is.EqualTo((string[])["1 400 malformed-json", "2 201"]));
    }

    [Test]
    public async Task Who_does_not_read_is_not_read_either()
    {
        using var connection = await Begin();
        var line = Encoding.ASCII.GetBytes("{\"episodeId\":\"" + new string('x', 64) + "\"}\n");
        var chunk = new StringBuilder();
        for (var i = 0; i < 1000; i++)
        {
            chunk.Append(Encoding.ASCII.GetString(line));
        }

        // Each line is answered with ten times its length. Far more is sent than windows and buffers hold.
        var sent = 0;
        using var patience = new CancellationTokenSource();
        try
        {
            for (; sent < 4000; sent++)
            {
                patience.CancelAfter(TimeSpan.FromSeconds(3));
                await connection.Send(chunk.ToString(), patience.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            Assert.That(sent, Is.LessThan(1000));
        }

        Assert.That(sent, Is.LessThan(4000), "the server stopped reading");
    }

    private Task<Connection> Begin(int? length = null) => Connection.Open(Clinic.Service.Base, Clinic.Integration.Key!, length);

    /// <summary>A connection of which both directions are in the test's hands.</summary>
    private sealed class Connection : IDisposable
    {
        private readonly TcpClient _client;
        private readonly StringBuilder _read = new();

        private Connection(TcpClient client) => _client = client;

        public static async Task<Connection> Open(Uri address, string key, int? length)
        {
            var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port);
            var connection = new Connection(client);
            var body = length is null ? "Transfer-Encoding: chunked" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}");
            await connection.SendPlain($"POST {Batches.Path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {key}\r\nContent-Type: {Batches.Ndjson}\r\n{body}\r\n\r\n");
            return connection;
        }

        public Task Send(string text, CancellationToken cancellationToken = default) =>
            SendPlain(string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n"), cancellationToken);

        public Task End() => SendPlain("0\r\n\r\n");

        public async Task SendPlain(string text, CancellationToken cancellationToken = default) => await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

        public async Task<bool> Until(string text)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            var buffer = new byte[4096];
            while (!_read.ToString().Contains(text, StringComparison.Ordinal))
            {
                var count = await _client.GetStream().ReadAsync(buffer, patience.Token);
                if (count == 0)
                {
                    return false;
                }

                _read.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }

            return true;
        }

        public void Dispose() => _client.Dispose();
    }
}
