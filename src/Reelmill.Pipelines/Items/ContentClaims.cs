using System.Collections.Concurrent;

namespace Reelmill.Pipelines.Items;

/// <summary>Sees to it that inputs with the same bytes are decoded once, whichever comes first.</summary>
internal sealed class ContentClaims
{
    private readonly ConcurrentDictionary<string, Claim> _claims = new(StringComparer.Ordinal);

    /// <summary>Claims a content, or waits for the item that has it.</summary>
    /// <returns>Null when the item is to do the work; otherwise what to show for the source of the item that has done it.</returns>
    public async ValueTask<string?> ClaimAsync(string video, PipelineItem item, CancellationToken cancellationToken)
    {
        while (true)
        {
            var mine = new Claim(item.Input.Display);
            var claim = _claims.GetOrAdd(video, mine);
            if (claim == mine || item.Claimed == video)
            {
                item.Claimed = video;
                return null;
            }

            if (await claim.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                return claim.Source;
            }
        }
    }

    /// <summary>The owner of a claim has ended; when it failed, the next one that waits tries.</summary>
    public void Settle(PipelineItem item, bool done)
    {
        if (item.Claimed is not { } video || !_claims.TryGetValue(video, out var claim))
        {
            return;
        }

        if (!done)
        {
            _claims.TryRemove(new(video, claim));
        }

        claim.Done.TrySetResult(done);
    }

    /// <summary>Lives as long as the run does, so it holds the source's name and not the item.</summary>
    private sealed class Claim(string source)
    {
        public string Source => source;

        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
