using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Reelmill.Core.Running;

namespace Reelmill.Core.Tests.Running;

/// <summary>A source that records the outcome of each item.</summary>
internal sealed class RecordingSource<T>(IEnumerable<T> items) : IItemSource<T>
    where T : notnull
{
    private int _received;

    public ConcurrentQueue<ItemResult<T>> Completed { get; } = [];

    public ConcurrentQueue<T> Abandoned { get; } = [];

    public int Received => _received;

    public Func<ItemResult<T>, CancellationToken, ValueTask>? OnComplete { get; init; }

    public IEnumerable<(string Id, ItemOutcome Outcome, string? Reason)> Ends =>
        Completed.OrderBy(r => int.Parse(r.Id)).Select(r => (r.Id, r.Outcome, r.DropReason));

    public async IAsyncEnumerable<T> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            _received++;
            yield return item;
        }
    }

    public async ValueTask CompleteAsync(ItemResult<T> result, CancellationToken cancellationToken)
    {
        await (OnComplete?.Invoke(result, cancellationToken) ?? ValueTask.CompletedTask);
        Completed.Enqueue(result);
    }

    public ValueTask AbandonAsync(T item)
    {
        Abandoned.Enqueue(item);
        return ValueTask.CompletedTask;
    }

    public void ShouldBeAccountedFor()
    {
        var recorded = Completed.Select(r => r.Input).Concat(Abandoned).ToList();
        recorded.Distinct().Count().ShouldBe(recorded.Count, "an item was completed or abandoned twice");
        recorded.Count.ShouldBe(Received);
    }
}
