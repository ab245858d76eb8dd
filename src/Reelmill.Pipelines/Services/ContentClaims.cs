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

    /// <summary>Whether somebody works on a content.</summary>
    public bool IsClaimed(string pipeline, string video) => _claims.ContainsKey((pipeline, video));

    /// <summary>The owner of a claim has ended; when it failed, or made something else of the content, the next one that waits has its turn.</summary>
    public void Settle(string pipeline, string video, bool done)
    {
        if (_claims.TryRemove((pipeline, video), out var claim))
        {
            claim.Done.TrySetResult(done);
        }
    }

    private sealed class Claim(string source, string recipe)
    {
        public string Source => source;

        public string Recipe => recipe;

        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
