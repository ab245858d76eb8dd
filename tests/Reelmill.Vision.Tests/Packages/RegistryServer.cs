using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Reelmill.Testing;

namespace Reelmill.Vision.Tests.Packages;

/// <summary>An HTTP file server with optional range support that fails on demand.</summary>
internal sealed class RegistryServer : IDisposable
{
    private readonly HttpListener _listener = new();

    public RegistryServer()
    {
        Root = $"http://127.0.0.1:{LoopbackPort.Claim()}/";
        _listener.Prefixes.Add(Root);
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Root { get; }

    /// <summary>The served files by URL path, without the leading slash.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public bool Ranges { get; init; } = true;

    /// <summary>Error status codes for the next requests.</summary>
    public ConcurrentQueue<int> Faults { get; } = new();

    /// <summary>All requests, with path, Authorization header and number of response bytes.</summary>
    public ConcurrentQueue<(string Path, string? Authorization, int Bytes)> Requests { get; } = new();

    public void Dispose() => _listener.Close();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Respond(await _listener.GetContextAsync());
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private void Respond(HttpListenerContext context)
    {
        var path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath[1..]);
        var (status, body) = Faults.TryDequeue(out var fault) ? (fault, []) : Files.TryGetValue(path, out var file) ? (200, file) : (404, Array.Empty<byte>());
        if (status == 200 && Ranges && context.Request.Headers["Range"] is { } range)
        {
            var bounds = range["bytes=".Length..].Split('-').Select(static b => int.Parse(b, CultureInfo.InvariantCulture)).ToArray();
            context.Response.Headers["Content-Range"] = $"bytes {bounds[0]}-{bounds[1]}/{body.Length}";
            (status, body) = (206, body[bounds[0]..(bounds[1] + 1)]);
        }

        Requests.Enqueue((path, context.Request.Headers["Authorization"], body.Length));
        context.Response.StatusCode = status;
        context.Response.ContentLength64 = body.Length;
        context.Response.Close(body, willBlock: true);
    }
}
