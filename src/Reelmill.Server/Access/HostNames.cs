using System.Net;
using Microsoft.AspNetCore.Http;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>The host names that the server answers to. Requests for any other name are refused, which stops DNS rebinding.</summary>
internal sealed class HostNames(ServerOptions options, ListenEndpoints listening)
{
    private readonly HashSet<string> _known = new(
        [.. options.Names.Append(options.Host).Select(Normalize), .. listening.IsLoopback ? ["localhost", "127.0.0.1", "::1"] : Array.Empty<string>()],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a request's Host header is a known name, or the literal local address of its connection, which DNS rebinding cannot produce.</summary>
    public bool Allows(HttpContext http)
    {
        var host = Normalize(http.Request.Host.Host);
        return _known.Contains(host) || (IPAddress.TryParse(host, out var address) && Equals(Unmap(address), Unmap(http.Connection.LocalIpAddress)));
    }

    private static string Normalize(string host) => host.Trim('[', ']').TrimEnd('.');

    private static IPAddress? Unmap(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
