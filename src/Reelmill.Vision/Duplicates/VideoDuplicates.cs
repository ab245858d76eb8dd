namespace Reelmill.Vision.Duplicates;

/// <summary>Finds the frames of one video that repeat an earlier kept one, as they come.</summary>
/// <remarks>
/// It remembers every kept frame of the video (16 bytes each) and looks at all of them: 43,200 samples of a 12 h video
/// take well below a second even when none repeats. Not thread-safe: one for each video.
/// </remarks>
public sealed class VideoDuplicates
{
    private readonly int _maxDistance;
    private long[] _times = new long[64];
    private ulong[] _hashes = new ulong[64];
    private long _last = long.MinValue;

    /// <summary>Starts with no frames.</summary>
    /// <param name="maxDistance">At how many differing bits two frames are still twins, 0..16.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is outside 0..16.</exception>
    public VideoDuplicates(int maxDistance) => _maxDistance = HashIndex.CheckDistance(maxDistance);

    /// <summary>How many frames were kept so far.</summary>
    public int Kept { get; private set; }

    /// <summary>Takes the next frame: it is kept and remembered unless it repeats a kept one.</summary>
    /// <param name="timeMs">The frame's time in milliseconds, not before the last frame's.</param>
    /// <param name="hash">Its perceptual hash.</param>
    /// <returns>The closest kept frame within the distance, the earliest of the closest; null when the frame is kept.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The frame is earlier than the last one.</exception>
    public VideoTwin? Add(long timeMs, ulong hash)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeMs, _last);
        _last = timeMs;
        var (position, distance) = HammingScan.Nearest(_hashes.AsSpan(0, Kept), hash, _maxDistance);
        if (position >= 0)
        {
            return new VideoTwin(_times[position], distance);
        }

        Remember(timeMs, hash);
        return null;
    }

    private void Remember(long timeMs, ulong hash)
    {
        if (Kept == _hashes.Length)
        {
            Array.Resize(ref _hashes, 2 * Kept);
            Array.Resize(ref _times, 2 * Kept);
        }

        _times[Kept] = timeMs;
        _hashes[Kept] = hash;
        Kept++;
    }
}
