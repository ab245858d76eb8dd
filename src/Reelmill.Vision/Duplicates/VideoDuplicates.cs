namespace Reelmill.Vision.Duplicates;

/// <summary>Detects frames that are near-duplicates of an earlier kept frame of the same video.</summary>
/// <remarks>
/// Stores every kept frame (16 bytes each) and compares each new frame with all of them: 43,200 samples of a 12 h video
/// take well below a second, even without any duplicate. Not thread-safe: use one instance per video.
/// </remarks>
public sealed class VideoDuplicates
{
    private readonly int _maxDistance;
    private long[] _times = new long[64];
    private ulong[] _hashes = new ulong[64];
    private long _lastTime = long.MinValue;

    /// <summary>Creates an instance without frames.</summary>
    /// <param name="maxDistance">The largest Hamming distance between duplicates, 0..16.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is outside 0..16.</exception>
    public VideoDuplicates(int maxDistance) => _maxDistance = HashIndex.CheckDistance(maxDistance);

    /// <summary>The number of frames kept so far.</summary>
    public int Kept { get; private set; }

    /// <summary>Adds the next frame: keeps and stores it, unless it is a duplicate of a kept frame.</summary>
    /// <param name="timeMs">The time of the frame in milliseconds, not before that of the previous frame.</param>
    /// <param name="hash">The perceptual hash of the frame.</param>
    /// <returns>The nearest kept frame within the distance, on a tie the earliest; null when the new frame is kept.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The frame is earlier than the previous one.</exception>
    public DuplicateMatch? Add(long timeMs, ulong hash)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeMs, _lastTime);
        _lastTime = timeMs;
        var (position, distance) = HammingScan.FindNearest(_hashes.AsSpan(0, Kept), hash, _maxDistance);
        if (position >= 0)
        {
            return new DuplicateMatch(_times[position], distance);
        }

        Store(timeMs, hash);
        return null;
    }

    private void Store(long timeMs, ulong hash)
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
