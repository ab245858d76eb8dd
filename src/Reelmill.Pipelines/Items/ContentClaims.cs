using System.Collections.Concurrent;

namespace Reelmill.Pipelines.Items;

/// <summary>Sees to it that inputs with the same bytes are worked on once, whichever comes first, in all runs on a library.</summary>
internal sealed class ContentClaims
{
    private readonly ConcurrentDictionary<(string Pipeline, string Video), Claim> _claims = new();

    /// <summary>Claims a content, or waits for the item that has it.</summary>
    /// <returns>
    /// Null when the item is to do the work, unless the catalog knows that it was done; otherwise what to show for the
    /// source of the item that has just made of it what this one would.
    /// </returns>
    public async ValueTask<string?> ClaimAsync(string pipeline, Recipe recipe, string video, PipelineItem item, CancellationToken cancellationToken)
    {
        var mine = new Claim(item.Input.Display, recipe.Json);
        while (item.Claimed != (pipeline, video) && _claims.GetOrAdd((pipeline, video), mine) is var claim && claim != mine)
        {
            if (await claim.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false) && claim.Recipe == mine.Recipe)
            {
                return claim.Source;
            }
        }

        item.Claimed = (pipeline, video);
        return null;
    }

    /// <summary>The owner of a claim has ended; when it failed, or made something else of the content, the next one that waits has its turn.</summary>
    public void Settle(PipelineItem item, bool done)
    {
        if (item.Claimed is { } key && _claims.TryRemove(key, out var claim))
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
