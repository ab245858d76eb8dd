using System.Net;
using Reelmill.Core;

namespace Reelmill.Media.Fetching.Http;

/// <summary>Sends requests and follows redirects, and checks each hop.</summary>
/// <remarks>No hop carries credentials: a URL with credentials is refused, and the handler adds none.</remarks>
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

    /// <summary>Requests the URL, from the end of an earlier attempt if that can be resumed.</summary>
    public async Task<HttpHop> SendAsync(Uri url, PartState? resume, long offset, AttemptLimits limits)
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
                    ? ResolveRedirect(at, hop.Response.Headers.Location)
                    : throw HttpFailures.TooManyRedirects(url, _options.MaxRedirects);
            }
        }
    }

    /// <summary>Resolves the target of a redirect, and checks whether it may be followed.</summary>
    internal static Uri ResolveRedirect(Uri from, Uri? location)
    {
        if (location is null)
        {
            throw HttpFailures.BadRedirect(from, "without a Location header");
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
            throw HttpFailures.BadRedirect(from, $"to '{Redaction.Redact(location.OriginalString)}', which is not allowed");
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpHop> SendOneAsync(Uri url, PartState? resume, long offset, AttemptLimits limits)
    {
        limits.Pause();
        var slot = await _hosts.EnterAsync(url, limits.Deadline, limits.Caller).ConfigureAwait(false);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            resume?.RequestRest(request.Headers, offset);
            limits.Await();
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limits.Token).ConfigureAwait(false);
            return new HttpHop(url, response, slot);
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;
}
