using System.Net;
using System.Net.Http.Headers;

namespace Reelmill.Vision.Packages;

/// <summary>Requests to registries, tried a few times each when they fail for a passing reason.</summary>
internal sealed class RegistryHttp(HttpClient client, TimeProvider time)
{
    private const int Tries = 3;
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(60);

    /// <summary>Sends a GET request.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached, or refuses.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        Uri url, AuthenticationHeaderValue? credentials, RangeHeaderValue? range, HttpCompletionOption until, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await SendOnceAsync(url, credentials, range, until, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (tried < Tries && IsTransient(e) && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(tried), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads a whole document.</summary>
    public async Task<byte[]> ReadAsync(Uri url, AuthenticationHeaderValue? credentials, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(url, credentials, null, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a range of a file.</summary>
    public async Task<byte[]> ReadAsync(Uri url, AuthenticationHeaderValue? credentials, long start, int count, CancellationToken cancellationToken)
    {
        var range = new RangeHeaderValue(start, start + count - 1);
        using var response = await SendAsync(url, credentials, range, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return response.Content.Headers.ContentRange?.From == start && bytes.Length == count
            ? bytes
            : throw new HttpRequestException($"{url.Host} answered with another range than the one asked for");
    }

    /// <summary>Copies an answer as it comes; one that brings nothing for a while is given up.</summary>
    public static async Task CopyAsync(HttpResponseMessage response, Stream to, Action<int> received, CancellationToken cancellationToken)
    {
        var from = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = from.ConfigureAwait(false);
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var buffer = new byte[1 << 16];
        try
        {
            do
            {
                stall.CancelAfter(Stall);
                var count = await from.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    return;
                }

                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                received(count);
            }
            while (true);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"nothing came for {Stall.TotalSeconds:F0} s", e);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(
        Uri url, AuthenticationHeaderValue? credentials, RangeHeaderValue? range, HttpCompletionOption until, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = credentials;
        request.Headers.Range = range;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("reelmill", null));
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(request, until, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {client.Timeout.TotalSeconds:F0} s", e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        response.Dispose();
        throw new HttpRequestException($"the answer was {(int)response.StatusCode} {response.StatusCode}", null, response.StatusCode);
    }

    private static bool IsTransient(Exception error) => error is IOException
        || (error is HttpRequestException { StatusCode: var status, HttpRequestError: not HttpRequestError.NameResolutionError }
            && status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError);
}
