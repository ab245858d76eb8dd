using System.Collections.Concurrent;

namespace Reelmill.Pipelines.Services;

/// <summary>Sees to it that inputs with the same bytes are worked on once, whichever comes first, in all runs on a library.</summary>
internal sealed class ContentClaims
{
    private readonly ConcurrentDictionary<(string Pipeline, string Video), Claim> _claims = new();

    /// <summary>Claims a content, or waits for the one who has it.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="video">The content.</param>
    /// <param name="recipe">What is made of it.</param>
    /// <param name="source">What to show for who claims it.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>
    /// Null when who claims it is to do the work, unless the catalog knows that it was done; otherwise what to show for the
    /// source of which just that was made.
    /// </returns>
    public async ValueTask<string?> ClaimAsync(string pipeline, string video, string recipe, string source, CancellationToken cancellationToken)
    {
        var mine = new Claim(source, recipe);
        while (_claims.GetOrAdd((pipeline, video), mine) is var claim && claim != mine)
        {
            if (await claim.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false) && claim.Recipe == mine.Recipe)
            {
                return claim.Source;
            }
        }

        return null;
    }

    /// <summary>Does something with a content while nobody works on it: at once, or when its claim is settled, by who settles it. It never waits for a claim.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="video">The content.</param>
    /// <param name="work">What is done.</param>
    public async Task WhenFreeAsync(string pipeline, string video, Func<Task> work)
    {
        var mine = new Claim("", "");
        while (true)
        {
            var claim = _claims.GetOrAdd((pipeline, video), mine);
            if (claim == mine)
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

    /// <summary>The owner of a claim has ended; when it failed, or made something else of the content, the next one that waits has its turn.</summary>
    public async ValueTask SettleAsync(string pipeline, string video, bool done)
    {
        if (!_claims.TryRemove((pipeline, video), out var claim))
        {
            return;
        }

        claim.Done.TrySetResult(done);
        foreach (var work in claim.Close())
        {
            await WhenFreeAsync(pipeline, video, work).ConfigureAwait(false);
        }
    }

    private sealed class Claim(string source, string recipe)
    {
        private readonly Lock _gate = new();
        private List<Func<Task>>? _works = [];

        public string Source => source;

        public string Recipe => recipe;

        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Adds what is done when the claim is settled; false when it has been.</summary>
        public bool TryAdd(Func<Task> work)
        {
            lock (_gate)
            {
                _works?.Add(work);
                return _works is not null;
            }
        }

        /// <summary>Takes no more, and gives what was added.</summary>
        public List<Func<Task>> Close()
        {
            lock (_gate)
            {
                var works = _works ?? [];
                _works = null;
                return works;
            }
        }
    }
}
