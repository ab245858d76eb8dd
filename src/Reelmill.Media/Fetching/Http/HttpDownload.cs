using System.Net;
using Reelmill.Core;

namespace Reelmill.Media.Fetching.Http;

/// <summary>One attempt at a download.</summary>
internal sealed class HttpDownload(
    Uri url,
    string target,
    FetchOptions options,
    HttpRequests requests,
    AttemptLimits limits,
    IProgress<FetchProgress>? progress)
{
    private readonly string _source = SourceId.Compute(url.AbsoluteUri);
    private readonly PartFile _part = new(target);

    /// <summary>Downloads the file. The bytes of a failed attempt can be resumed by the next.</summary>
    public async Task<HttpResult> RunAsync()
    {
        var data = _part.Open();
        await using (data.ConfigureAwait(false))
        {
            try
            {
                return Conclude(data, await FillAsync(data).ConfigureAwait(false));
            }
            catch (Exception e) when (data.Length == 0 || e is ItemException { IsTransient: false })
            {
                _part.Discard();
                throw;
            }
        }
    }

    private HttpResult Conclude(FileStream data, HttpResult answer)
    {
        if (answer is HttpResult.Saved)
        {
            data.Flush(flushToDisk: true);
            _part.Finish();
        }
        else
        {
            _part.Discard();
        }

        return answer;
    }

    private async Task<HttpResult> FillAsync(FileStream data)
    {
        var resume = _part.FindResumable(_source);
        if (resume is { Length: { } whole } && whole == data.Length)
        {
            return new HttpResult.Saved(whole, resume.ETag, resume.MediaType);
        }

        if (resume is not null && await TryAsync(data, resume).ConfigureAwait(false) is { } continued)
        {
            return continued;
        }

        // A request without a Range header always starts over, so the result is never null.
        return (await TryAsync(data, null).ConfigureAwait(false))!;
    }

    /// <summary>Sends one request; null when the server does not continue the existing bytes.</summary>
    private async Task<HttpResult?> TryAsync(FileStream data, PartState? resume)
    {
        var offset = data.Length;
        using var hop = await SendAsync(resume, offset).ConfigureAwait(false);
        var response = hop.Response;
        if (resume is not null && IsRefusalToContinue(response, resume, offset))
        {
            return null;
        }

        var continues = resume is not null && response.StatusCode == HttpStatusCode.PartialContent;
        if (!continues && response.StatusCode != HttpStatusCode.OK)
        {
            throw HttpFailures.Status(hop.Url, response, limits.Time);
        }

        if (response.Content.Headers.ContentEncoding.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            throw HttpFailures.Encoded(hop.Url, response.Content.Headers.ContentEncoding);
        }

        return HttpResult.AsPage(response) ?? await SaveAsync(hop, data, continues ? resume : null).ConfigureAwait(false);
    }

    private async Task<HttpHop> SendAsync(PartState? resume, long offset)
    {
        try
        {
            return await requests.SendAsync(url, resume, offset, limits).ConfigureAwait(false);
        }
        catch (Exception e) when (HttpFailures.IsTransport(e))
        {
            throw HttpFailures.Transport(url, e);
        }
    }

    private async Task<HttpResult> SaveAsync(HttpHop hop, FileStream data, PartState? resume)
    {
        var state = resume ?? StateOf(hop.Response);
        var start = resume is null ? 0 : data.Length;
        var total = state.Length ?? start + hop.Response.Content.Headers.ContentLength;
        if (total > options.MaxBytes)
        {
            throw HttpFailures.TooLarge(url, options.MaxBytes);
        }

        if (resume is null)
        {
            _part.Restart(data, state);
        }

        data.Seek(start, SeekOrigin.Begin);
        var body = await hop.Response.Content.ReadAsStreamAsync(limits.Token).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var bytes = await new BodyCopy(url, options.MaxBytes, limits, new RateFloor(url, options.MinBytesPerSecond, options.StallTimeout, limits.Time), progress).RunAsync(body, data, total).ConfigureAwait(false);
            return new HttpResult.Saved(bytes, state.ETag, state.MediaType);
        }
    }

    private PartState StateOf(HttpResponseMessage response) => new(
        _source,
        Redaction.Redact(url),
        response.Headers.ETag is { IsWeak: false } strong ? strong.Tag : null,
        response.Content.Headers.LastModified,
        response.Content.Headers.ContentLength,
        response.Content.Headers.ContentType?.MediaType);

    private static bool IsRefusalToContinue(HttpResponseMessage response, PartState resume, long offset) => response.StatusCode switch
    {
        HttpStatusCode.RequestedRangeNotSatisfiable => true,
        HttpStatusCode.PartialContent => !resume.IsContinuedBy(response, offset),
        _ => false,
    };
}
