using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing;

/// <summary>Somebody who plays a stream over and over while it is published.</summary>
internal sealed class LoopingViewer(IPublishTarget target)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource> _awaited = new(StringComparer.Ordinal);

    /// <summary>Ends when a version has been played to its end.</summary>
    public Task WaitForVersionAsync(string version)
    {
        lock (_gate)
        {
            return (_awaited[version] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Plays until it is stopped; fails when anything that a master leads to is missing, cut off or of another version.</summary>
    public Task ReadAsync(CancellationToken stop) => Task.Run(
        async () =>
        {
            var viewer = new Viewer(target);
            while (!stop.IsCancellationRequested)
            {
                MarkPlayed(await viewer.PlayCurrentAsync());
            }
        },
        CancellationToken.None);

    private void MarkPlayed(string? version)
    {
        lock (_gate)
        {
            if (version is not null && _awaited.Remove(version, out var waiting))
            {
                waiting.SetResult();
            }
        }
    }
}
