namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>
/// Looks once a second whether a folder has grown over its cap, because yt-dlp's own cap needs a length that servers may
/// not give, and whether it grows too slowly.
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

    /// <summary>Begins to watch.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">The cap and the least rate.</param>
    /// <param name="window">On the average of which time the rate counts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public DownloadFolderWatch(string folder, FetchOptions options, TimeSpan window, TimeProvider time, CancellationToken cancellationToken)
    {
        (_folder, _options, _window, _time) = (folder, options, window, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _windowBegan = time.GetTimestamp();
        _timer = time.CreateTimer(static watch => ((DownloadFolderWatch)watch!).Look(), this, Period, Period);
    }

    /// <summary>Makes the failure once a limit is broken.</summary>
    public Func<Uri, Core.ItemException>? Broken { get; private set; }

    /// <summary>Fires when a limit is broken, or the caller cancels.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _timer.Dispose();
        _stop.Dispose();
    }

    private void Look()
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
            // A file was renamed under the look, or the download is over: the next look or the final check counts.
        }
    }

    private void Count(long size)
    {
        // Joining files removes those that were joined: only what comes counts.
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
