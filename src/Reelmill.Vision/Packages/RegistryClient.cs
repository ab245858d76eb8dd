using System.Net;
using System.Net.Http.Headers;

namespace Reelmill.Vision.Packages;

/// <summary>An HTTP client for package registries that retries transient failures.</summary>
internal sealed class RegistryClient(HttpClient client, TimeProvider time)
{
    private const int MaxAttempts = 3;
    private static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Sends a GET request, with retries.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached, or returns an error.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        Uri url, AuthenticationHeaderValue? credentials, RangeHeaderValue? range, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SendOnceAsync(url, credentials, range, completion, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (attempt < MaxAttempts && IsTransient(e) && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Downloads a whole document.</summary>
    public async Task<byte[]> ReadAsync(Uri url, AuthenticationHeaderValue? credentials, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(url, credentials, null, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Downloads a byte range of a file.</summary>
    public async Task<byte[]> ReadAsync(Uri url, AuthenticationHeaderValue? credentials, long start, int count, CancellationToken cancellationToken)
    {
        var range = new RangeHeaderValue(start, start + count - 1);
        using var response = await SendAsync(url, credentials, range, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return response.Content.Headers.ContentRange?.From == start && bytes.Length == count
            ? bytes
            : throw new HttpRequestException($"{url.Host} returned a different range than requested");
    }

    /// <summary>Copies a response body to a stream; fails when no data arrives for 60 s.</summary>
    public static async Task CopyAsync(HttpResponseMessage response, Stream target, Action<int> received, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = body.ConfigureAwait(false);
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var buffer = new byte[1 << 16];
        try
        {
            do
            {
                stall.CancelAfter(StallTimeout);
                var count = await body.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    return;
                }

                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                received(count);
            }
            while (true);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no data arrived for {StallTimeout.TotalSeconds:F0} s", e);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(
        Uri url, AuthenticationHeaderValue? credentials, RangeHeaderValue? range, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = credentials;
        request.Headers.Range = range;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("reelmill", null));
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(request, completion, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no response within {client.Timeout.TotalSeconds:F0} s", e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        response.Dispose();
        throw new HttpRequestException($"the server responded with {(int)response.StatusCode} {response.StatusCode}", null, response.StatusCode);
    }

    private static bool IsTransient(Exception error) => error is IOException
        || (error is HttpRequestException { StatusCode: var status, HttpRequestError: not HttpRequestError.NameResolutionError }
            && status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError);
}
