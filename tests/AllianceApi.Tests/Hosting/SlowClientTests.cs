using System.Net.Sockets;
using System.Text;
using AllianceApi.Hosting;
using AllianceApi.Tests.Running;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AllianceApi.Tests.Hosting;

/// <summary>Clients who send slowly, or too much, on a bare socket: the server lets go of them, and stores nothing.</summary>
internal sealed class SlowClientTests
{
    // How long the test waits for what must come; the service decides much sooner.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private RunningService _service = null!;

    [OneTimeSetUp]
    public async Task Open() => _service = await RunningService.Start();

    [OneTimeTearDown]
    public async Task Close() => await _service.DisposeAsync();

    [Test]
    public void TheServerHasItsLimits()
    {
        var limits = _service.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(limits.RequestHeadersTimeout, Is.EqualTo(TimeSpan.FromSeconds(10)));
            Assert.That((limits.MinRequestBodyDataRate?.BytesPerSecond, limits.MinRequestBodyDataRate?.GracePeriod), Is.EqualTo(((double?)240, (TimeSpan?)TimeSpan.FromSeconds(5))));
            Assert.That(limits.MinResponseDataRate?.BytesPerSecond, Is.EqualTo(240));
            Assert.That((limits.MaxRequestBodySize, limits.MaxRequestHeadersTotalSize, limits.MaxRequestHeaderCount, limits.MaxRequestLineSize), Is.EqualTo(((long?)ServerLimits.BodyLimit, 32 * 1024, 100, 8 * 1024)));
        }
    }

    [Test]
    public async Task HeadersThatDoNotEndAreNotWaitedFor()
    {
        using var client = await Connect();
        await Send(client, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        Assert.That(await Received(client), Does.StartWith("HTTP/1.1 408 ").Or.Empty, "and the connection is closed");
    }

    [Test]
    public async Task ABodyThatComesByDropsIsNotWaitedFor()
    {
        using var client = await Connect();
        await Send(client, $"PUT /v1/clinicians/slow HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {RunningService.AdminKey}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{{\"label\":\"");
        var answer = Received(client);
        while (!answer.IsCompleted)
        {
            await Task.WhenAny(answer, Task.Delay(500));
            try
            {
                await Send(client, "a");
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                break; // the server has let go
            }
        }

        Assert.That(await answer, Does.StartWith("HTTP/1.1 408 ").And.Contain("/problems/request-timeout"));
        Assert.That((await _service.Admin.Get("/v1/clinicians/slow")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task AnEndlessBodyIsNotRead()
    {
        using var client = await Connect();
        await Send(client, $"PUT /v1/clinicians/endless HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {RunningService.AdminKey}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        var answer = Received(client);
        var chunk = "1000\r\n" + new string('x', 0x1000) + "\r\n";
        var sent = 0L;
        while (!answer.IsCompleted && sent < 64 * 1024 * 1024)
        {
            try
            {
                await Send(client, chunk);
                sent += chunk.Length;
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                break; // the server has let go
            }
        }

        Assert.That(sent, Is.LessThan(64 * 1024 * 1024));
        Assert.That(await answer, Does.StartWith("HTTP/1.1 413 ").Or.Empty);
    }

    [TestCase(101, 10)]
    [TestCase(1, 33_000)]
    public async Task TooManyOrTooLongHeadersAreRefused(int count, int length)
    {
        using var client = await Connect();
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('x', length)}\r\n"));
        await Send(client, $"GET /health/live HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
        Assert.That(await Received(client), Does.StartWith("HTTP/1.1 431 "));
    }

    private async Task<Stream> Connect()
    {
        var client = new TcpClient();
        await client.ConnectAsync(_service.Base.Host, _service.Base.Port);
        return client.GetStream();
    }

    private static async Task Send(Stream client, string text) => await client.WriteAsync(Encoding.ASCII.GetBytes(text));

    // All that comes until the server closes the connection.
    private static async Task<string> Received(Stream client)
    {
        using var patience = new CancellationTokenSource(Patience);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await client.ReadAsync(buffer, patience.Token) is var read and > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            return text.ToString(); // closed with a reset
        }

        return text.ToString();
    }
}
