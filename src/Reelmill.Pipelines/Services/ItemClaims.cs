using System.Collections.Concurrent;

namespace Reelmill.Pipelines.Services;

/// <summary>Sees to it that runs that share a library do not work on one item at the same time.</summary>
internal sealed class ItemClaims
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _claims = new(StringComparer.Ordinal);

    /// <summary>Claims an item, when nobody has it any more.</summary>
    public async ValueTask ClaimAsync(string id, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (_claims.GetOrAdd(id, mine) is var claim && claim != mine)
        {
            await claim.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives an item up.</summary>
    public void Release(string id)
    {
        if (_claims.TryRemove(id, out var claim))
        {
            claim.SetResult();
        }
    }
}
