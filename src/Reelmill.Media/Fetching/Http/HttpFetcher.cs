using System.Net;

namespace Reelmill.Media.Fetching.Http;

/// <summary>Downloads URLs over HTTP in one attempt, which resumes an earlier attempt where possible.</summary>
/// <remarks>Thread safe for different targets.</remarks>
internal sealed class HttpFetcher : IDisposable
{
    private readonly FetchOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpRequests _requests;

    public HttpFetcher(FetchOptions options, HostGate hosts, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        (_options, _time) = (options, time);
        var guard = new ConnectGuard(options.Addresses, options.ConnectTimeout, time, resolve ?? Dns.GetHostAddressesAsync);
        _requests = new HttpRequests(options, hosts, guard);
    }

    /// <summary>Downloads to the target, which appears only when complete.</summary>
    public async Task<HttpResult> FetchAsync(Uri url, string target, FetchDeadline deadline, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        using var limits = new AttemptLimits(_options.StallTimeout, deadline, _time, cancellationToken);
        var download = new HttpDownload(url, target, _options, _requests, limits, progress);
        try
        {
            return await download.RunAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw limits.Explain(url, e);
        }
        catch (IOException e) when (DownloadErrors.IsTransient(e))
        {
            throw DownloadErrors.Translate(target, e);
        }
    }

    public void Dispose() => _requests.Dispose();
}
