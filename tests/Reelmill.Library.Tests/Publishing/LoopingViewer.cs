using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing;

/// <summary>Plays a stream in a loop while it is published.</summary>
internal sealed class LoopingViewer(IPublishTarget target)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource> _awaited = new(StringComparer.Ordinal);

    /// <summary>Completes when a version has been played to its end.</summary>
    public Task WaitForVersionAsync(string version)
    {
        lock (_gate)
        {
            return (_awaited[version] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Plays until stopped. Fails when a file that the master playlist leads to is missing, truncated or of another version.</summary>
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
