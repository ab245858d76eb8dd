using System.Net;
using System.Net.Http.Headers;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Http;
using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>Reads a stream over http or https: sizes are capped, at most 5 redirects are followed, and no other scheme is used.</summary>
internal sealed class HttpFiles : StreamFiles
{
    private const int MaxRedirects = 5;
    private const int BufferBytes = 64 << 10;
    private readonly Uri _base;
    private readonly HttpClient _client;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    public HttpFiles(Uri playlist, HlsCheckOptions options, TimeProvider time)
    {
        (_base, _timeout, _time) = (new Uri(playlist, "."), options.RequestTimeout, time);
        _client = new HttpClient(GuardedHttp.CreateHandler(options.Addresses, options.RequestTimeout, time)) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Reelmill/0.1");
        _client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity");
    }

    public override async Task<FileContent> ReadAsync(Uri address, ByteRange? range, int maxBytes, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await SendAsync(UrlGuard.Check(address.AbsoluteUri), range, linked.Token).ConfigureAwait(false);
            return await ReadBodyAsync(response, range, maxBytes, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Missing($"the server did not finish its response in {_timeout.TotalSeconds} s", "try again");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or ItemException)
        {
            throw Missing($"the file could not be loaded ({(e is HttpRequestException { InnerException: ItemException inner } ? inner.Message : e.Message)})", "check the URL and the network, then try again");
        }
    }

    public override string GetDisplayName(Uri address) => IsPublished(address) ? _base.MakeRelativeUri(address).ToString() : Redaction.Of(address.AbsoluteUri);

    public override bool IsPublished(Uri address) => _base.IsBaseOf(address);

    public override IEnumerable<string> FindKeyFiles() => [];

    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, ByteRange? range, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Range = range is { Length: > 0 } part ? new RangeHeaderValue(part.Offset, part.End - 1) : null;
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            {
                return response;
            }

            using (response)
            {
                address = redirects < MaxRedirects
                    ? HttpRequests.Target(address, response.Headers.Location)
                    : throw HttpFailures.TooManyRedirects(address, MaxRedirects);
            }
        }
    }

    private static async Task<FileContent> ReadBodyAsync(HttpResponseMessage response, ByteRange? range, int maxBytes, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            throw new ReadException(ReadFault.OutOfRange, $"the byte range {range} lies outside the file", "create the playlist again from the file");
        }

        if (!response.IsSuccessStatusCode)
        {
            throw Missing($"the server responded with {(int)response.StatusCode} {response.ReasonPhrase}", "upload the file, or remove it from the playlist");
        }

        // A server may ignore the range and send the whole file; the requested range is then cut out of the body.
        var partial = response.StatusCode == HttpStatusCode.PartialContent;
        var length = partial ? response.Content.Headers.ContentRange?.Length : response.Content.Headers.ContentLength;
        var skip = partial || range is null ? 0 : range.Value.Offset;
        var wanted = range?.Length ?? long.MaxValue;
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var bytes = await ReadBytesAsync(body, skip, wanted, maxBytes, cancellationToken).ConfigureAwait(false);
            if (range is { } part)
            {
                FileContent.RequireInside(part, length ?? part.Offset + bytes.Length);
            }

            return bytes.Length > 0 ? new FileContent(bytes, length) : throw Missing($"the file is empty", "create the stream again");
        }
    }

    private static async Task<byte[]> ReadBytesAsync(Stream body, long skip, long wanted, int maxBytes, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[BufferBytes];
        while (content.Length < wanted)
        {
            var read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            var skipped = (int)Math.Min(skip, read);
            skip -= skipped;
            content.Write(buffer, skipped, (int)Math.Min(read - skipped, wanted - content.Length));
            if (content.Length > maxBytes)
            {
                throw TooLarge(maxBytes);
            }
        }

        return content.ToArray();
    }
}
