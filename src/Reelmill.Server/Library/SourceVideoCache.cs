using Reelmill.Pipelines.Items;

namespace Reelmill.Server.Library;

/// <summary>
/// A cache of source videos that are open for decoding. Opening one can take longer than a request may wait, so the
/// work continues when the request gives up, and the next request for the video joins it.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="open">Opens the file at a path.</param>
/// <param name="maxIdle">The number of videos over which unused ones are closed.</param>
/// <param name="time">The clock.</param>
internal sealed class SourceVideoCache(Func<string, CancellationToken, Task<SourceVideo>> open, int maxIdle, TimeProvider time) : IDisposable
{
    /// <summary>The time for which an unused video stays open: viewers usually request the next frame soon.</summary>
    public static readonly TimeSpan IdleLifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private ITimer? _sweep;

    /// <summary>The open videos, least recently used first.</summary>
    private readonly List<Entry> _entries = [];

    /// <summary>Opens a video, or joins an open one, and uses it. Canceling stops the wait, not the opening.</summary>
    /// <param name="content">The id of the video's content, because another file can replace the one at the path.</param>
    /// <param name="path">The file.</param>
    /// <param name="use">Uses the video, which stays open for the duration of the call.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="Core.ItemException">The video cannot be opened; the next request tries again.</exception>
    public async Task<T> UseAsync<T>(string content, string path, Func<SourceVideo, Task<T>> use, CancellationToken cancellationToken)
    {
        var entry = Acquire((content, path));
        try
        {
            return await use(await entry.Video.WaitAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            Release(entry);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _sweep?.Dispose();
            _entries.ForEach(static e => e.Dispose());
            _entries.Clear();
        }
    }

    private Entry Acquire((string Content, string Path) key)
    {
        lock (_gate)
        {
            var at = _entries.FindIndex(e => e.Key == key && !e.Video.IsFaulted);
            var entry = at < 0 ? new Entry(key, open) : _entries[at];
            if (at >= 0)
            {
                _entries.RemoveAt(at);
            }

            _entries.Add(entry);
            entry.Users++;
            return entry;
        }
    }

    private void Release(Entry entry)
    {
        lock (_gate)
        {
            entry.Users--;
            entry.ReleasedAt = time.GetTimestamp();
            Close(e => _entries.Count > maxIdle || e.Video.IsFaulted);
            _sweep?.Dispose();
            _sweep = _entries.Count == 0 ? null : time.CreateTimer(_ => CloseIdle(), null, IdleLifetime, IdleLifetime);
        }
    }

    private void CloseIdle()
    {
        lock (_gate)
        {
            Close(e => time.GetElapsedTime(e.ReleasedAt) >= IdleLifetime);
        }
    }

    /// <summary>Closes unused videos that are due, least recently used first.</summary>
    private void Close(Func<Entry, bool> isDue)
    {
        for (var i = 0; i < _entries.Count;)
        {
            if (_entries[i].Users == 0 && isDue(_entries[i]))
            {
                _entries[i].Dispose();
                _entries.RemoveAt(i);
            }
            else
            {
                i++;
            }
        }
    }

    private sealed class Entry : IDisposable
    {
        private readonly CancellationTokenSource _end = new();

        public Entry((string Content, string Path) key, Func<string, CancellationToken, Task<SourceVideo>> open)
        {
            Key = key;
            var token = _end.Token;
            Video = Task.Run(() => open(key.Path, token), token);
        }

        public (string Content, string Path) Key { get; }

        public Task<SourceVideo> Video { get; }

        public int Users { get; set; }

        public long ReleasedAt { get; set; }

        /// <summary>Cancels the opening, or closes the open video.</summary>
        public void Dispose()
        {
            _end.Cancel();
            _ = Video.ContinueWith(
                static (video, end) =>
                {
                    ((CancellationTokenSource)end!).Dispose();
                    if (video.IsCompletedSuccessfully)
                    {
                        video.Result.Dispose();
                    }
                    else
                    {
                        // Observes the exception; the waiting requests have received it already.
                        _ = video.Exception;
                    }
                },
                _end, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
