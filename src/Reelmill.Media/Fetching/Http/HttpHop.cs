namespace Reelmill.Media.Fetching.Http;

/// <summary>The answer at the end of the redirects, with its host's turn, which lasts until the body is read.</summary>
internal sealed class HttpHop(Uri url, HttpResponseMessage response, IDisposable turn) : IDisposable
{
    public Uri Url => url;

    public HttpResponseMessage Response => response;

    public void Dispose()
    {
        response.Dispose();
        turn.Dispose();
    }
}
