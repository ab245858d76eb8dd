using Reelmill.Pipelines.Items;

namespace Reelmill.Server.Library;

/// <summary>
/// Videos that are ready to be decoded, a few at once: making one ready can take longer than a request may wait, and the
/// next request for it goes on from what the first began.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="open">Makes the file at a path ready.</param>
/// <param name="most">How many stay ready while nobody uses them.</param>
/// <param name="time">The clock.</param>
internal sealed class ReadyVideos(Func<string, CancellationToken, Task<SourceVideo>> open, int most, TimeProvider time) : IDisposable
{
    /// <summary>How long a video stays ready that nobody uses: who looks at frames looks at the next soon.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private ITimer? _sweep;

    /// <summary>The videos, those that were used last at the end.</summary>
    private readonly List<Entry> _entries = [];

    /// <summary>Uses a video, as soon as it is ready. Whoever stops waiting does not stop the work.</summary>
    /// <param name="content">The id of its content, since another file may come to lie at the same path.</param>
    /// <param name="path">The file.</param>
    /// <param name="use">What is done with it while it is kept.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="Core.ItemException">It cannot be made ready, and the next request tries again.</exception>
    public async Task<T> UseAsync<T>(string content, string path, Func<SourceVideo, Task<T>> use, CancellationToken cancellationToken)
    {
        var entry = Enter((content, path));
        try
        {
            return await use(await entry.Video.WaitAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            Leave(entry);
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

    private Entry Enter((string Content, string Path) key)
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

    private void Leave(Entry entry)
    {
        lock (_gate)
        {
            entry.Users--;
            entry.LeftAt = time.GetTimestamp();
            Drop(e => _entries.Count > most || e.Video.IsFaulted);
            _sweep?.Dispose();
            _sweep = _entries.Count == 0 ? null : time.CreateTimer(_ => DropIdle(), null, Kept, Kept);
        }
    }

    private void DropIdle()
    {
        lock (_gate)
        {
            Drop(e => time.GetElapsedTime(e.LeftAt) >= Kept);
        }
    }

    /// <summary>Drops what nobody uses, the longest ago first.</summary>
    private void Drop(Func<Entry, bool> isDue)
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

        public long LeftAt { get; set; }

        /// <summary>Stops what makes it ready, and removes what was made.</summary>
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
                        // Whoever waited for it was told.
                        _ = video.Exception;
                    }
                },
                _end, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
