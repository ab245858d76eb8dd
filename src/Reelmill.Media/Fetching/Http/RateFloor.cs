namespace Reelmill.Media.Fetching.Http;

/// <summary>Detects servers that send too slowly. Bytes and waiting time are counted in windows as long as the stall timeout.</summary>
internal sealed class RateFloor(Uri url, long minPerSecond, TimeSpan window, TimeProvider time)
{
    private TimeSpan _waited;
    private long _bytes;

    /// <summary>Starts to measure a wait for the server.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>Counts received bytes.</summary>
    /// <param name="started">The result of <see cref="Begin"/>.</param>
    /// <param name="bytes">The number of received bytes.</param>
    /// <exception cref="Core.ItemException"><c>too_slow</c>: a window ended with too few bytes.</exception>
    public void Count(long started, int bytes)
    {
        _waited += time.GetElapsedTime(started);
        _bytes += bytes;
        if (_waited < window)
        {
            return;
        }

        if (_bytes < minPerSecond * _waited.TotalSeconds)
        {
            throw HttpFailures.TooSlow(url, minPerSecond, _bytes, _waited);
        }

        (_waited, _bytes) = (TimeSpan.Zero, 0);
    }
}
