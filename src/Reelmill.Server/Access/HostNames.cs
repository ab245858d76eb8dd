using System.Net;
using Microsoft.AspNetCore.Http;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>The names that the server answers to. A page of a stranger's whose name was made to lead here (DNS rebinding) does not know one.</summary>
internal sealed class HostNames(ServerOptions options, Listening listening)
{
    private readonly HashSet<string> _known = new(
        [.. options.Names.Append(options.Host).Select(Plain), .. listening.IsLoopback ? ["localhost", "127.0.0.1", "::1"] : Array.Empty<string>()],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a request's Host is one of them, or the very address that was connected to: no name leads to that.</summary>
    public bool Knows(HttpContext http)
    {
        var host = Plain(http.Request.Host.Host);
        return _known.Contains(host) || (IPAddress.TryParse(host, out var address) && Equals(Unmapped(address), Unmapped(http.Connection.LocalIpAddress)));
    }

    private static string Plain(string host) => host.Trim('[', ']').TrimEnd('.');

    private static IPAddress? Unmapped(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
