using System.Net;
using Reelmill.Core;

namespace Reelmill.Media.Fetching.Http;

/// <summary>Sends requests and follows redirects, checking each hop.</summary>
/// <remarks>No hop carries credentials: a URL with them is refused, and the handler adds none.</remarks>
internal sealed class HttpRequests : IDisposable
{
    private readonly FetchOptions _options;
    private readonly HostGate _hosts;
    private readonly HttpClient _client;

    public HttpRequests(FetchOptions options, HostGate hosts, ConnectGuard guard)
    {
        (_options, _hosts) = (options, hosts);
        var handler = GuardedHttp.CreateHandler(guard);
        handler.MaxConnectionsPerServer = options.MaxPerHost;
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Reelmill/0.1");
        _client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity");
        _client.DefaultRequestHeaders.Accept.ParseAdd("*/*");
    }

    /// <summary>Asks for the URL, from where an earlier try ended if it may be resumed.</summary>
    public async Task<HttpHop> SendAsync(Uri url, PartState? resume, long offset, TryLimits limits)
    {
        var at = url;
        for (var redirects = 0; ; redirects++)
        {
            var hop = await SendOneAsync(at, resume, offset, limits).ConfigureAwait(false);
            if (!IsRedirect(hop.Response.StatusCode))
            {
                return hop;
            }

            using (hop)
            {
                at = redirects < _options.MaxRedirects
                    ? Target(at, hop.Response.Headers.Location)
                    : throw HttpFailures.TooManyRedirects(url, _options.MaxRedirects);
            }
        }
    }

    /// <summary>Where a redirect leads, if it may be followed.</summary>
    internal static Uri Target(Uri from, Uri? location)
    {
        if (location is null)
        {
            throw HttpFailures.BadRedirect(from, "without saying where to");
        }

        try
        {
            var to = UrlGuard.Check(new Uri(from, location).OriginalString);
            return from.Scheme == Uri.UriSchemeHttps && to.Scheme != Uri.UriSchemeHttps
                ? throw HttpFailures.BadRedirect(from, "from https to http")
                : to;
        }
        catch (Exception e) when (e is UriFormatException or ItemException { Code: FetchCodes.BadInput })
        {
            throw HttpFailures.BadRedirect(from, $"to '{Redaction.Of(location.OriginalString)}', which may not be fetched");
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpHop> SendOneAsync(Uri url, PartState? resume, long offset, TryLimits limits)
    {
        limits.Pause();
        var turn = await _hosts.EnterAsync(url, limits.Deadline, limits.Caller).ConfigureAwait(false);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            resume?.AskForRest(request.Headers, offset);
            limits.Await();
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limits.Token).ConfigureAwait(false);
            return new HttpHop(url, response, turn);
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;
}
