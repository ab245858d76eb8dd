using System.Collections.Concurrent;

namespace Reelmill.Pipelines.Services;

/// <summary>Ensures that runs that share a library do not process the same item at the same time.</summary>
internal sealed class ItemClaims
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _claims = new(StringComparer.Ordinal);

    /// <summary>Claims an item, after its current owner has released it.</summary>
    public async ValueTask ClaimAsync(string id, CancellationToken cancellationToken)
    {
        var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (_claims.GetOrAdd(id, own) is var claim && claim != own)
        {
            await claim.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Releases an item.</summary>
    public void Release(string id)
    {
        if (_claims.TryRemove(id, out var claim))
        {
            claim.SetResult();
        }
    }
}
