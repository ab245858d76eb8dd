using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Reelmill.Server.Http;

namespace Reelmill.Server.Endpoints;

/// <summary>Writes a response as server-sent events (HTML Standard, section 9.2).</summary>
internal sealed class ServerSentEvents(HttpResponse response)
{
    /// <summary>The interval of keep-alive comments, so that proxies do not close an idle stream.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.WriteAsync("retry: 2000\n\n", cancellationToken).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task WriteAsync<T>(string type, T value, CancellationToken cancellationToken) =>
        WriteAsync(type, null, JsonSerializer.Serialize(value, ServerJson.Options), cancellationToken);

    public Task WriteAsync(string type, long? id, string data, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        if (id is not null)
        {
            text.Append("id: ").Append(id).Append('\n');
        }

        text.Append("event: ").Append(type).Append("\ndata: ").Append(data).Append("\n\n");
        return SendAsync(text.ToString(), cancellationToken);
    }

    public Task BeatAsync(CancellationToken cancellationToken) => SendAsync(": still here\n\n", cancellationToken);

    private async Task SendAsync(string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
