using System.Buffers;

namespace Reelmill.Media.Fetching.Http;

/// <summary>Copies a response body to a file within the limits of size, silence and rate.</summary>
internal sealed class BodyCopy(Uri url, long maxBytes, AttemptLimits limits, RateFloor floor, IProgress<FetchProgress>? progress)
{
    private const int BufferSize = 128 * 1024;
    private const long ReportEvery = 256 * 1024;

    /// <summary>Copies to the end of the body, and checks the length against the declared one.</summary>
    /// <param name="body">The response body.</param>
    /// <param name="file">The target. Its position is the number of bytes that already exist.</param>
    /// <param name="total">The size of the whole file in bytes, if the server declared it.</param>
    /// <returns>The size of the whole file in bytes.</returns>
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
        var started = floor.Begin();
        try
        {
            var read = await body.ReadAsync(buffer, limits.Token).ConfigureAwait(false);
            floor.Count(started, read);
            return read;
        }
        catch (Exception e) when (HttpFailures.IsTransport(e))
        {
            throw HttpFailures.Transport(url, e);
        }
        finally
        {
            // The time in which this process writes does not count as the server's silence.
            limits.Pause();
        }
    }
}
