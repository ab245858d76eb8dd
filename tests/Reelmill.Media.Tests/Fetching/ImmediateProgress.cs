using System.Collections.Concurrent;
using Reelmill.Media.Fetching;

namespace Reelmill.Media.Tests.Fetching;

/// <summary>Progress that is handled at once on the reporting thread.</summary>
internal sealed class ImmediateProgress : IProgress<FetchProgress>
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<FetchProgress> All { get; } = new();

    public Task First => _first.Task;

    public void Report(FetchProgress value)
    {
        All.Enqueue(value);
        _first.TrySetResult();
    }
}
