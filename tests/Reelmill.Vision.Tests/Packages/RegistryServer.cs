using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Reelmill.Testing;

namespace Reelmill.Vision.Tests.Packages;

/// <summary>A server of files by path, with ranges or without, which fails when it is told to.</summary>
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

    /// <summary>What is served, by the path of the URL without its slash.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public bool Ranges { get; init; } = true;

    /// <summary>Statuses that the next requests get instead of their answers.</summary>
    public ConcurrentQueue<int> Faults { get; } = new();

    /// <summary>Every request: its path, its Authorization header and how many bytes it got.</summary>
    public ConcurrentQueue<(string Path, string? Authorization, int Bytes)> Requests { get; } = new();

    public void Dispose() => _listener.Close();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Answer(await _listener.GetContextAsync());
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private void Answer(HttpListenerContext context)
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
