using System.Net;
using System.Net.Sockets;

namespace AllianceApi.Hosting;

/// <summary>
/// Where the service may call to. An address is looked at when the connection is made, after its name was resolved, so that a name
/// that points elsewhere by then is of no use.
/// </summary>
internal abstract class OutboundTargets(bool allowsPrivate)
{
    private const int LongestUrl = 2000;

    // Networks that are not the public internet, of IANA's registries of special purpose addresses.
    private static readonly IPNetwork[] Private =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    private static readonly IPNetwork PublicSix = IPNetwork.Parse("2000::/3");

    /// <summary>What is wrong with a URL as it stands; null where nothing is.</summary>
    public string? Fault(string url)
    {
        if (url.Length > LongestUrl || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            return $"Write an absolute URL of at most {LongestUrl} characters, without a user and without a fragment.";
        }

        if (uri.Scheme != Uri.UriSchemeHttps && !(allowsPrivate && uri.Scheme == Uri.UriSchemeHttp))
        {
            return "The URL must begin with https.";
        }

        var isInside = uri.IsLoopback || (IPAddress.TryParse(uri.IdnHost, out var address) && !IsPublic(address));
        return isInside && !allowsPrivate ? "The URL leads to an address that is not public." : null;
    }

    public bool Allows(IPAddress address) => allowsPrivate || IsPublic(address);

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || PublicSix.Contains(plain)) && !Private.Any(n => n.BaseAddress.AddressFamily == plain.AddressFamily && n.Contains(plain));
    }

    /// <summary>Connects to a host by an address that was looked at, and by no other.</summary>
    /// <exception cref="HttpRequestException">No address of the host may be used, or none answers.</exception>
    public async ValueTask<Stream> Connect(DnsEndPoint host, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(host.Host, cancellationToken);
        if (addresses.Length == 0 || !addresses.All(Allows))
        {
            throw new TargetRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, host.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The name of a target leads to an address that may not be called.</summary>
internal sealed class TargetRefusedException() : IOException("The target is not public.");
