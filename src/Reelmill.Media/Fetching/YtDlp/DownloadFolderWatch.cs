namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>
/// Checks every second whether a folder exceeds the size limit or grows too slowly. yt-dlp's own limit needs a length that
/// servers may not declare.
/// </summary>
internal sealed class DownloadFolderWatch : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly string _folder;
    private readonly FetchOptions _options;
    private readonly TimeSpan _window;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop;
    private readonly ITimer _timer;
    private long _windowBegan;
    private long _size;
    private long _grown;

    /// <summary>Starts to watch the folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">The maximum size and the minimum rate.</param>
    /// <param name="window">The window over which the rate is averaged.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public DownloadFolderWatch(string folder, FetchOptions options, TimeSpan window, TimeProvider time, CancellationToken cancellationToken)
    {
        (_folder, _options, _window, _time) = (folder, options, window, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _windowBegan = time.GetTimestamp();
        _timer = time.CreateTimer(static watch => ((DownloadFolderWatch)watch!).Check(), this, Period, Period);
    }

    /// <summary>Creates the failure for an exceeded limit; null while none is.</summary>
    public Func<Uri, Core.ItemException>? Broken { get; private set; }

    /// <summary>Canceled when a limit is exceeded, or by the caller.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _timer.Dispose();
        _stop.Dispose();
    }

    private void Check()
    {
        try
        {
            Count(new DirectoryInfo(_folder).EnumerateFiles().Sum(file => file.Length));
            if (Broken is not null)
            {
                _stop.Cancel();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A file was renamed during the check, or the download has ended. The next check or the final one counts.
        }
    }

    private void Count(long size)
    {
        // yt-dlp deletes the parts of a joined file, so only growth counts.
        _grown += Math.Max(0, size - _size);
        _size = size;
        var waited = _time.GetElapsedTime(_windowBegan);
        if (size > _options.MaxBytes)
        {
            Broken = url => Http.HttpFailures.TooLarge(url, _options.MaxBytes);
        }
        else if (waited >= _window)
        {
            var grown = _grown;
            Broken = grown < _options.MinBytesPerSecond * waited.TotalSeconds ? url => Http.HttpFailures.TooSlow(url, _options.MinBytesPerSecond, grown, waited) : null;
            (_windowBegan, _grown) = (_time.GetTimestamp(), 0);
        }
    }
}
