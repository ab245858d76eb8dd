namespace Reelmill.Media.Fetching.Http;

/// <summary>The response after all redirects, with the host's slot, which is freed when the response is disposed.</summary>
internal sealed class HttpHop(Uri url, HttpResponseMessage response, IDisposable slot) : IDisposable
{
    public Uri Url => url;

    public HttpResponseMessage Response => response;

    public void Dispose()
    {
        response.Dispose();
        slot.Dispose();
    }
}
