namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>Looks once a second whether a folder has grown over its cap, because yt-dlp's own cap needs a length that servers may not give.</summary>
internal sealed class FolderWatch : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly string _folder;
    private readonly long _maxBytes;
    private readonly CancellationTokenSource _stop;
    private readonly ITimer _timer;
    private volatile bool _over;

    public FolderWatch(string folder, long maxBytes, TimeProvider time, CancellationToken cancellationToken)
    {
        (_folder, _maxBytes) = (folder, maxBytes);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = time.CreateTimer(static watch => ((FolderWatch)watch!).Look(), this, Period, Period);
    }

    /// <summary>Whether the cap was broken.</summary>
    public bool IsOver => _over;

    /// <summary>Fires when the cap is broken, or the caller cancels.</summary>
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
            if (new DirectoryInfo(_folder).EnumerateFiles().Sum(file => file.Length) > _maxBytes)
            {
                _over = true;
                _stop.Cancel();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A file was renamed under the look, or the download is over: the next look or the final check counts.
        }
    }
}
