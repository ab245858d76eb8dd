using System.Collections.Concurrent;

namespace Reelmill.Pipelines.Items;

/// <summary>Sees to it that inputs with the same bytes are decoded once, whichever comes first.</summary>
internal sealed class ContentClaims
{
    private readonly ConcurrentDictionary<string, (PipelineItem Owner, TaskCompletionSource<bool> Done)> _claims = new(StringComparer.Ordinal);

    /// <summary>Claims a content, or waits for the item that has it.</summary>
    /// <returns>Null when the item is to do the work; otherwise the item that has done it.</returns>
    public async ValueTask<PipelineItem?> ClaimAsync(string video, PipelineItem item, CancellationToken cancellationToken)
    {
        while (true)
        {
            var mine = (item, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
            var claim = _claims.GetOrAdd(video, mine);
            if (claim.Owner == item)
            {
                item.Claimed = video;
                return null;
            }

            if (await claim.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                return claim.Owner;
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
}
