namespace Reelmill.Media.Fetching;

/// <summary>
/// Sees to it that each source is downloaded into a folder by one fetch at a time, over all fetchers of the process.
/// Those that wait get the finished bytes under a name of their own, so that nobody deletes or moves a file of another.
/// </summary>
internal static class SharedDownloads
{
    private static readonly Dictionary<string, Queue<Waiting>> Busy = new(StringComparer.Ordinal);

    /// <summary>Downloads, or waits for the fetch that does; when that one fails, the next one that waits has its turn.</summary>
    /// <param name="target">The path that stands for the source in the folder for downloads.</param>
    /// <param name="terms">What decides the bytes besides the source: only fetches with equal terms share them.</param>
    /// <param name="download">Downloads to the target.</param>
    /// <param name="cancellationToken">Ends the wait; the download has its own.</param>
    /// <returns>The file, under a name that no other fetch has.</returns>
    public static async Task<FetchedFile> FetchAsync(string target, object terms, Func<Task<FetchedFile>> download, CancellationToken cancellationToken)
    {
        if (Enqueue(target, terms) is { } waiting && await waiting.ResultAsync(cancellationToken).ConfigureAwait(false) is { } shared)
        {
            return shared;
        }

        FetchedFile? file = null;
        try
        {
            file = OwnName.Move(await download().ConfigureAwait(false));
            return file;
        }
        finally
        {
            PassOn(target, terms, file);
        }
    }

    /// <summary>Acts on what a target has left while no fetch of it is under way; false when one is.</summary>
    public static bool TryWhileIdle(string target, Action act)
    {
        lock (Busy)
        {
            if (Busy.ContainsKey(target))
            {
                return false;
            }

            act();
            return true;
        }
    }

    /// <summary>Null when the caller is to download at once.</summary>
    private static Waiting? Enqueue(string target, object terms)
    {
        lock (Busy)
        {
            if (Busy.TryGetValue(target, out var queue))
            {
                var waiting = new Waiting(terms);
                queue.Enqueue(waiting);
                return waiting;
            }

            Busy[target] = new Queue<Waiting>();
            return null;
        }
    }

    /// <summary>Gives the file to those who wait for the same; the first one that wants another, or gets none, downloads next.</summary>
    private static void PassOn(string target, object terms, FetchedFile? file)
    {
        lock (Busy)
        {
            var queue = Busy[target];
            while (queue.TryDequeue(out var waiting))
            {
                var copy = file is not null && waiting.Terms.Equals(terms) ? OwnName.Link(file) : null;
                if (!waiting.TryGive(copy))
                {
                    copy?.Delete();
                }
                else if (copy is null)
                {
                    return;
                }
            }

            Busy.Remove(target);
        }
    }

    private sealed class Waiting(object terms)
    {
        private readonly TaskCompletionSource<FetchedFile?> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public object Terms => terms;

        /// <summary>Gives a file, or null for the turn to download; false when nobody waits any more.</summary>
        public bool TryGive(FetchedFile? file) => _result.TrySetResult(file);

        public async Task<FetchedFile?> ResultAsync(CancellationToken cancellationToken)
        {
            using var cancelled = cancellationToken.Register(() => _result.TrySetCanceled(cancellationToken));
            return await _result.Task.ConfigureAwait(false);
        }
    }
}
