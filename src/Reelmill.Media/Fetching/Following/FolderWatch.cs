namespace Reelmill.Media.Fetching.Following;

/// <summary>Tells when something happens in folders and to lists, where the system can tell it.</summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];
    private volatile TaskCompletionSource _happened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="names">The folders and lists; every other name is left out.</param>
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

    /// <summary>Forgets what has happened by now.</summary>
    public void Clear() => _happened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until something happens, or has happened since <see cref="Clear"/>.</summary>
    /// <param name="most">How long at most.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(TimeSpan most, TimeProvider time, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_happened.Task, Task.Delay(most, time, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
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
            watcher.Created += (_, _) => _happened.TrySetResult();
            watcher.Changed += (_, _) => _happened.TrySetResult();
            watcher.Renamed += (_, _) => _happened.TrySetResult();
            watcher.Error += (_, _) => _happened.TrySetResult();
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The system has no watches left, or the folder is gone: it is looked through from time to time.
        }
    }
}
