using System.Buffers;

namespace Reelmill.Media.Fetching.Http;

/// <summary>Copies one body to its file, counting: bytes against the cap, silence against the stall limit, the rate against its floor.</summary>
internal sealed class BodyCopy(Uri url, long maxBytes, TryLimits limits, RateFloor floor, IProgress<FetchProgress>? progress)
{
    private const int BufferSize = 128 * 1024;
    private const long ReportEvery = 256 * 1024;

    /// <summary>Copies to the end, and checks that it is where the server said.</summary>
    /// <param name="body">What the server sends.</param>
    /// <param name="file">Where it goes; its position is the number of bytes that are there already.</param>
    /// <param name="total">The bytes that there will be, if the server says so.</param>
    /// <returns>The size of the whole file.</returns>
    public async Task<long> RunAsync(Stream body, FileStream file, long? total)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            return await CopyAsync(body, file, total, buffer).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<long> CopyAsync(Stream body, FileStream file, long? total, byte[] buffer)
    {
        var bytes = file.Position;
        var nextReport = bytes + ReportEvery;
        for (int read; (read = await ReadAsync(body, buffer).ConfigureAwait(false)) > 0;)
        {
            bytes += read;
            if (bytes > maxBytes)
            {
                throw HttpFailures.TooLarge(url, maxBytes);
            }

            await file.WriteAsync(buffer.AsMemory(0, read), limits.Token).ConfigureAwait(false);
            if (bytes >= nextReport)
            {
                progress?.Report(new FetchProgress(bytes, total));
                nextReport = bytes + ReportEvery;
            }
        }

        progress?.Report(new FetchProgress(bytes, total));
        return total is null || total == bytes ? bytes : throw HttpFailures.Truncated(url, bytes, total.Value);
    }

    private async ValueTask<int> ReadAsync(Stream body, byte[] buffer)
    {
        limits.Await();
        var begun = floor.Begin();
        try
        {
            var read = await body.ReadAsync(buffer, limits.Token).ConfigureAwait(false);
            floor.Count(begun, read);
            return read;
        }
        catch (Exception e) when (HttpFailures.IsTransport(e))
        {
            throw HttpFailures.Transport(url, e);
        }
        finally
        {
            // Time in which this side writes is not the server's silence.
            limits.Pause();
        }
    }
}
