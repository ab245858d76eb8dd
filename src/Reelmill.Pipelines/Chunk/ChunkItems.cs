using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Reelmill.Core.Running;

namespace Reelmill.Pipelines.Chunk;

/// <summary>The chunks of a plan; keeps the failures, by place.</summary>
internal sealed class ChunkItems(IReadOnlyList<ChunkItem> items, ChunkContext chunks) : IItemSource<ChunkItem>
{
    private readonly ConcurrentDictionary<int, ItemFailure> _failures = new();

    /// <summary>The failures, by the place of the chunk.</summary>
    public IReadOnlyDictionary<int, ItemFailure> Failures => _failures;

    public async IAsyncEnumerable<ChunkItem> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var item in items)
        {
            chunks.Report(new ChunkQueued(item.Range.Sequence, chunks.Outline(item.Range).Start, chunks.Outline(item.Range).End));
            yield return item;
        }
    }

    public ValueTask CompleteAsync(ItemResult<ChunkItem> result, CancellationToken cancellationToken)
    {
        if (result.Failure is { } failure)
        {
            _failures[result.Input.Range.Sequence] = failure;
            chunks.Report(new ChunkFailed(result.Input.Range.Sequence, failure.Code, failure.Message));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask AbandonAsync(ChunkItem item) => ValueTask.CompletedTask;
}
