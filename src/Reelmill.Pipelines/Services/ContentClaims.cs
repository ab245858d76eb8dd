using System.Collections.Concurrent;

namespace Reelmill.Pipelines.Services;

/// <summary>Ensures that each content is processed once at a time, across all runs on a library.</summary>
internal sealed class ContentClaims
{
    private readonly ConcurrentDictionary<(string Pipeline, string Video), Claim> _claims = new();

    /// <summary>Claims a content, or waits for its current owner.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="video">The id of the content.</param>
    /// <param name="recipe">The recipe, as JSON.</param>
    /// <param name="source">The display name of the claiming input.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>
    /// Null when the caller owns the claim, and does the work unless the catalog has it as done; otherwise the display name of
    /// the input whose work, by the same recipe, just completed.
    /// </returns>
    public async ValueTask<string?> ClaimAsync(string pipeline, string video, string recipe, string source, CancellationToken cancellationToken)
    {
        var own = new Claim(source, recipe);
        while (_claims.GetOrAdd((pipeline, video), own) is var claim && claim != own)
        {
            if (await claim.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false) && claim.Recipe == own.Recipe)
            {
                return claim.Source;
            }
        }

        return null;
    }

    /// <summary>Runs an action on a content while it is unclaimed: immediately, or when the claim is settled, on the settling caller. Never waits for a claim.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="video">The id of the content.</param>
    /// <param name="work">The action.</param>
    public async Task RunWhenFreeAsync(string pipeline, string video, Func<Task> work)
    {
        var own = new Claim("", "");
        while (true)
        {
            var claim = _claims.GetOrAdd((pipeline, video), own);
            if (claim == own)
            {
                break;
            }

            if (claim.TryAdd(work))
            {
                return;
            }
        }

        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            await SettleAsync(pipeline, video, done: false).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a claim. If its owner failed or used another recipe, the next waiting caller gets the claim.</summary>
    public async ValueTask SettleAsync(string pipeline, string video, bool done)
    {
        if (!_claims.TryRemove((pipeline, video), out var claim))
        {
            return;
        }

        claim.Done.TrySetResult(done);
        foreach (var work in claim.Close())
        {
            await RunWhenFreeAsync(pipeline, video, work).ConfigureAwait(false);
        }
    }

    private sealed class Claim(string source, string recipe)
    {
        private readonly Lock _gate = new();
        private List<Func<Task>>? _pending = [];

        public string Source => source;

        public string Recipe => recipe;

        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Adds an action to run when the claim is settled; false when it is settled already.</summary>
        public bool TryAdd(Func<Task> work)
        {
            lock (_gate)
            {
                _pending?.Add(work);
                return _pending is not null;
            }
        }

        /// <summary>Closes the claim for new actions, and returns those that were added.</summary>
        public List<Func<Task>> Close()
        {
            lock (_gate)
            {
                var pending = _pending ?? [];
                _pending = null;
                return pending;
            }
        }
    }
}
