namespace Reelmill.Media.Fetching.Http;

/// <summary>Finds servers that send too slowly: bytes and time are counted while the server is waited for, in windows as long as a silence may be.</summary>
internal sealed class RateFloor(Uri url, long leastPerSecond, TimeSpan window, TimeProvider time)
{
    private TimeSpan _waited;
    private long _bytes;

    /// <summary>Begins to wait for the server.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>Counts what came.</summary>
    /// <param name="begun">What <see cref="Begin"/> gave.</param>
    /// <param name="bytes">How many bytes came.</param>
    /// <exception cref="Core.ItemException"><c>too_slow</c>: a window is over, and too little came in it.</exception>
    public void Count(long begun, int bytes)
    {
        _waited += time.GetElapsedTime(begun);
        _bytes += bytes;
        if (_waited < window)
        {
            return;
        }

        if (_bytes < leastPerSecond * _waited.TotalSeconds)
        {
            throw HttpFailures.TooSlow(url, leastPerSecond, _bytes, _waited);
        }

        (_waited, _bytes) = (TimeSpan.Zero, 0);
    }
}
