namespace Reelmill.Media.Fetching.Following;

/// <summary>Signals changes in folders and lists, where the system supports file notifications.</summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="names">The folders and lists to watch; other names are ignored.</param>
    public FolderWatch(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (Directory.Exists(name))
            {
                Watch(name, "*", deep: true);
            }
            else if (File.Exists(name))
            {
                Watch(Path.GetDirectoryName(Path.GetFullPath(name))!, Path.GetFileName(name), deep: false);
            }
        }
    }

    /// <summary>Forgets earlier changes.</summary>
    public void Clear() => _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits for a change, unless there was one since <see cref="Clear"/>.</summary>
    /// <param name="limit">The maximum time to wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_changed.Task, Task.Delay(limit, time, done.Token)).ConfigureAwait(false);
        await done.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => _watchers.ForEach(static w => w.Dispose());

    private void Watch(string folder, string filter, bool deep)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder, filter)
            {
                IncludeSubdirectories = deep,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            _watchers.Add(watcher);
            watcher.Created += (_, _) => _changed.TrySetResult();
            watcher.Changed += (_, _) => _changed.TrySetResult();
            watcher.Renamed += (_, _) => _changed.TrySetResult();
            watcher.Error += (_, _) => _changed.TrySetResult();
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The system has no watches left, or the folder is gone. Polling covers the folder instead.
        }
    }
}
