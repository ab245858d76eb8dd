using System.Collections.Concurrent;
using Reelmill.Vision.Images;

namespace Reelmill.Server.Library;

/// <summary>Scales JPEG images down, as many at once as there are cores.</summary>
/// <remarks>Thread-safe: each call borrows a scaler from a pool.</remarks>
internal sealed class FrameScaler : IDisposable
{
    private readonly SemaphoreSlim _slots = new(Environment.ProcessorCount, Environment.ProcessorCount);
    private readonly ConcurrentBag<JpegThumbnailer> _idle = [];

    /// <summary>Scales an image down.</summary>
    /// <param name="jpeg">The image as JPEG.</param>
    /// <param name="longestSide">The length of the longer side of the result, in pixels.</param>
    /// <param name="cancellationToken">Cancels the wait for a free core.</param>
    /// <exception cref="Core.ItemException"><c>bad_picture</c>.</exception>
    public async Task<byte[]> ShrinkAsync(byte[] jpeg, int longestSide, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Shrink(jpeg, longestSide);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose()
    {
        foreach (var scaler in _idle)
        {
            scaler.Dispose();
        }

        _slots.Dispose();
    }

    private byte[] Shrink(byte[] jpeg, int longestSide)
    {
        var scaler = _idle.TryTake(out var idle) ? idle : new JpegThumbnailer();
        try
        {
            using var image = scaler.Shrink(jpeg, longestSide);
            return image.Memory.ToArray();
        }
        finally
        {
            _idle.Add(scaler);
        }
    }
}
