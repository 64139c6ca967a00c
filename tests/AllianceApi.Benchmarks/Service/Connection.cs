using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AllianceApi.Benchmarks.Service;

/// <summary>One kept connection of HTTP/1.1 that sends ready bytes and reads the answer to its end, with as little work as can be.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private byte[] _buffer = new byte[64 * 1024];

    public static async Task<Connection> Open(int port)
    {
        var connection = new Connection();
        try
        {
            await connection._socket.ConnectAsync(IPAddress.Loopback, port);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends one request and reads its answer; the body is a view until the next call.</summary>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Body)> Exchange(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await _socket.SendAsync(request[sent..]);
        }

        var (read, head, whole) = (0, -1, int.MaxValue);
        while (head < 0 || read < whole)
        {
            if (read == _buffer.Length) Array.Resize(ref _buffer, read * 2);
            var got = await _socket.ReceiveAsync(_buffer.AsMemory(read));
            if (got == 0) throw new IOException("The connection was closed in the middle of an answer.");
            read += got;
            if (head < 0 && (head = _buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8)) >= 0) whole = Length(_buffer.AsSpan(0, head)) is { } body ? head + 4 + body : int.MaxValue;
            if (head >= 0 && whole == int.MaxValue && _buffer.AsSpan(head + 2, read - head - 2).EndsWith("\r\n0\r\n\r\n"u8)) whole = read;
        }

        return (Utf8Parser.TryParse(_buffer.AsSpan(9, 3), out int status, out _) ? status : 0, _buffer.AsMemory(0, head), _buffer.AsMemory(head + 4, read - head - 4));
    }

    /// <summary>Sends a request whose answer does not end, and waits until a text has come of it.</summary>
    public async Task Begin(ReadOnlyMemory<byte> request, string text)
    {
        await _socket.SendAsync(request);
        await Await(text);
    }

    /// <summary>Reads on until a text comes.</summary>
    public async Task Await(string text)
    {
        var (wanted, read) = (Encoding.ASCII.GetBytes(text), 0);
        while (_buffer.AsSpan(0, read).IndexOf(wanted) < 0)
        {
            var got = await _socket.ReceiveAsync(_buffer.AsMemory(read));
            read += got > 0 ? got : throw new IOException("The stream has ended.");
        }
    }

    public void Dispose() => _socket.Dispose();

    // Null: in chunks.
    private static int? Length(ReadOnlySpan<byte> head)
    {
        if (head[9..12].SequenceEqual("304"u8)) return 0;
        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out int length, out _) ? length : null;
    }
}
