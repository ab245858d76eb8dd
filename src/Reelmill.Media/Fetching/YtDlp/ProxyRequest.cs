using System.Net;
using System.Security.Cryptography;
using System.Text;
using Reelmill.Core;

namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>The head of a proxy request.</summary>
/// <param name="Target">The target URL, checked like every URL.</param>
/// <param name="IsTunnel">Whether the request asks for a tunnel (CONNECT).</param>
/// <param name="Head">The head to send to the target; empty for a tunnel.</param>
internal sealed record ProxyRequest(Uri Target, bool IsTunnel, byte[] Head)
{
    private const string Authorization = "Proxy-Authorization";

    // Hop-by-hop headers (RFC 9110, 7.6.1). The Host header is rewritten.
    private static readonly string[] HopByHop = ["Connection", "Keep-Alive", "Proxy-Connection", "Host", Authorization];

    public DnsEndPoint Host => new(Target.IdnHost, Target.Port);

    /// <summary>Parses a head without its empty last line.</summary>
    /// <exception cref="ItemException"><c>unguarded</c>: the password is missing or wrong; <c>bad_input</c>: the target is not allowed.</exception>
    public static ProxyRequest Parse(string head, string password)
    {
        var lines = head.Split("\r\n");
        if (!Authorizes(lines, password))
        {
            throw new ItemException(YtDlpFailures.Unguarded, "The proxy password is missing or wrong.");
        }

        return lines[0].Split(' ') switch
        {
            ["CONNECT", var authority, _] => new ProxyRequest(UrlGuard.Check($"https://{authority}"), IsTunnel: true, []),
            [var method, var target, var version] => Plain(method, UrlGuard.Check(target), version, lines),
            _ => throw new ItemException(FetchCodes.BadInput, "The request line is malformed."),
        };
    }

    private static ProxyRequest Plain(string method, Uri target, string version, string[] lines)
    {
        if (target.Scheme != Uri.UriSchemeHttp)
        {
            throw new ItemException(FetchCodes.BadInput, "An https URL needs a tunnel.");
        }

        var kept = lines.Skip(1).Where(static line => !Array.Exists(HopByHop, name => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)));
        string[] head = [$"{method} {target.PathAndQuery} {version}", $"Host: {target.Authority}", .. kept, "Connection: close", "", ""];
        return new ProxyRequest(target, IsTunnel: false, Encoding.Latin1.GetBytes(string.Join("\r\n", head)));
    }

    private static bool Authorizes(string[] lines, string password)
    {
        var expected = Encoding.Latin1.GetBytes($"{Authorization}: Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"reelmill:{password}"))}");
        var given = Array.Find(lines, static line => line.StartsWith(Authorization + ":", StringComparison.OrdinalIgnoreCase)) ?? "";
        var normal = Authorization + given[Math.Min(given.Length, Authorization.Length)..];
        return CryptographicOperations.FixedTimeEquals(Encoding.Latin1.GetBytes(normal), expected);
    }
}
