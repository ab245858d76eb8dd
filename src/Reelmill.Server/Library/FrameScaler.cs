using System.Collections.Concurrent;
using Reelmill.Vision.Images;

namespace Reelmill.Server.Library;

/// <summary>Scales pictures down, as many at once as there are cores.</summary>
/// <remarks>Thread-safe: each call has a scaler of its own while it lasts.</remarks>
internal sealed class FrameScaler : IDisposable
{
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount, Environment.ProcessorCount);
    private readonly ConcurrentBag<JpegThumbnailer> _idle = [];

    /// <summary>Scales a picture down.</summary>
    /// <param name="jpeg">The picture.</param>
    /// <param name="longestSide">The most pixels that either side has then.</param>
    /// <param name="cancellationToken">Stops the wait for a turn.</param>
    /// <exception cref="Core.ItemException"><c>bad_picture</c>.</exception>
    public async Task<byte[]> ShrinkAsync(byte[] jpeg, int longestSide, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Shrink(jpeg, longestSide);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose()
    {
        foreach (var scaler in _idle)
        {
            scaler.Dispose();
        }

        _turns.Dispose();
    }

    private byte[] Shrink(byte[] jpeg, int longestSide)
    {
        var scaler = _idle.TryTake(out var idle) ? idle : new JpegThumbnailer();
        try
        {
            using var picture = scaler.Shrink(jpeg, longestSide);
            return picture.Memory.ToArray();
        }
        finally
        {
            _idle.Add(scaler);
        }
    }
}
