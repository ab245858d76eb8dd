namespace Reelmill.Media.Fetching;

/// <summary>
/// Ensures that one fetch at a time downloads a source into a folder, over all fetchers of the process. Waiting fetches
/// receive the finished bytes under a unique name, so that no fetch deletes or moves the file of another.
/// </summary>
internal static class SharedDownloads
{
    private static readonly Dictionary<string, Queue<Waiting>> Busy = new(StringComparer.Ordinal);

    /// <summary>Downloads, or waits for the fetch in progress. When that one fails, the next waiting fetch downloads.</summary>
    /// <param name="target">The path of the source in the download folder.</param>
    /// <param name="terms">The options that affect the bytes: only fetches with equal terms share them.</param>
    /// <param name="download">Downloads to the target.</param>
    /// <param name="cancellationToken">Stops the wait; the download has its own token.</param>
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
            file = UniqueName.Move(await download().ConfigureAwait(false));
            return file;
        }
        finally
        {
            PassOn(target, terms, file);
        }
    }

    /// <summary>Acts on the files of a target while no fetch of it is running; false when one is.</summary>
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

    /// <summary>Queues the caller; null when it should download at once.</summary>
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

    /// <summary>
    /// Passes the file to fetches that wait for the same bytes. The first one that needs other bytes, or cannot get a link,
    /// downloads next.
    /// </summary>
    private static void PassOn(string target, object terms, FetchedFile? file)
    {
        lock (Busy)
        {
            var queue = Busy[target];
            while (queue.TryDequeue(out var waiting))
            {
                var copy = file is not null && waiting.Terms.Equals(terms) ? UniqueName.Link(file) : null;
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

        /// <summary>Passes a file, or null for the right to download; false when the waiter has given up.</summary>
        public bool TryGive(FetchedFile? file) => _result.TrySetResult(file);

        public async Task<FetchedFile?> ResultAsync(CancellationToken cancellationToken)
        {
            using var canceled = cancellationToken.Register(() => _result.TrySetCanceled(cancellationToken));
            return await _result.Task.ConfigureAwait(false);
        }
    }
}
