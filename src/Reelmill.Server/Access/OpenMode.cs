using System.Net;
using Microsoft.AspNetCore.Http;

namespace Reelmill.Server.Access;

/// <summary>Says when nobody needs a key: while the library never had one, and only this machine can connect.</summary>
internal sealed class OpenMode(KeyRing ring, Listening listening)
{
    // What a proxy adds: behind one, this machine is not who asks.
    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    public bool IsOpen => ring.IsEmpty && listening.IsLoopback;

    /// <summary>Whether a request may do everything without a key.</summary>
    public bool Admits(HttpContext http) =>
        IsOpen && IsLocal(http.Connection.RemoteIpAddress) && !Array.Exists(Forwarding, http.Request.Headers.ContainsKey);

    // A server without a network, as in a test, has no addresses.
    private static bool IsLocal(IPAddress? address) => address is null || IPAddress.IsLoopback(address);
}
