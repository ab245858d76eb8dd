using System.Globalization;
using Reelmill.Core;
using Reelmill.Library.Files;

namespace Reelmill.Pipelines.Services;

/// <summary>Pauses a run while a disk is full. The failed operation is retried when free space grows, and at increasing intervals.</summary>
/// <remarks>
/// The intervals are needed because a quota, or a disk other than the library's, does not show in the library's free space.
/// Safe for concurrent use; concurrent waits are reported as one pause.
/// </remarks>
/// <param name="folder">The folder of the library, whose disk is watched.</param>
/// <param name="notify">Called when the run pauses and when it resumes; optional.</param>
/// <param name="advice">A sentence about how else to end the pause; empty for none.</param>
/// <param name="time">The clock of the waits.</param>
/// <param name="stopping">Ends the wait when the run is asked to stop.</param>
/// <param name="cancellationToken">Ends the wait when the run is canceled.</param>
internal sealed class DiskSpaceWait(string folder, Action<RunPause>? notify, string advice, TimeProvider time, CancellationToken stopping, CancellationToken cancellationToken)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan InitialWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    /// <summary>Free space above which repeated errors must have another cause, so that the wait is given up.</summary>
    private const long AmpleBytes = 1L << 30;
    private const int MaxTriesWithAmpleSpace = 5;
    private int _waiting;
    private int _waitsEnded;

    /// <summary>Repeats an operation until no full disk interrupts it.</summary>
    /// <param name="work">The operation; it must be repeatable from the start.</param>
    /// <exception cref="PipelineException"><c>disk_full</c>: the run was asked to stop while the disk was full.</exception>
    public async Task<T> RepeatAsync<T>(Func<Task<T>> work)
    {
        var wait = InitialWait;
        for (var tries = 1; ; tries++)
        {
            var waitsEnded = Volatile.Read(ref _waitsEnded);
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (Exception e) when (SystemErrors.Explain(e) is { Code: SystemErrors.DiskFull } && !IsOver && (tries < MaxTriesWithAmpleSpace || FreeSpace.GetAvailable(folder) < AmpleBytes))
            {
                // If a write has already waited for space during this attempt, retry immediately.
                if (waitsEnded == Volatile.Read(ref _waitsEnded))
                {
                    await WaitAsync(SystemErrors.Explain(e)!, wait).ConfigureAwait(false);
                }

                wait = wait * 2 < MaxWait ? wait * 2 : MaxWait;
            }
        }
    }

    /// <summary>Waits after a write found the disk full.</summary>
    /// <param name="full">The exception of the write.</param>
    /// <exception cref="PipelineException"><paramref name="full"/>: the run was asked to stop.</exception>
    public Task WaitAsync(PipelineException full) => IsOver ? throw full : WaitAsync(full, InitialWait);

    private bool IsOver => stopping.IsCancellationRequested || cancellationToken.IsCancellationRequested;

    private async Task WaitAsync(PipelineException full, TimeSpan wait)
    {
        var minFree = FreeSpace.GetAvailable(folder);
        if (Interlocked.Increment(ref _waiting) == 1)
        {
            notify?.Invoke(new($"{full.Code}: {full.Message}", IsOver: false));
            notify?.Invoke(new(string.Create(CultureInfo.InvariantCulture, $"Paused ({minFree / 1024} KiB free at {folder}); the run resumes by itself once there is space. {advice}").TrimEnd(), IsOver: false));
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        try
        {
            var begun = time.GetTimestamp();
            do
            {
                minFree = Math.Min(minFree, FreeSpace.GetAvailable(folder));
                await Task.Delay(PollInterval, time, either.Token).ConfigureAwait(false);
            }
            while (FreeSpace.GetAvailable(folder) <= minFree && time.GetElapsedTime(begun) < wait);

            Interlocked.Increment(ref _waitsEnded);
        }
        catch (OperationCanceledException)
        {
            throw full;
        }
        finally
        {
            if (Interlocked.Decrement(ref _waiting) == 0 && !IsOver)
            {
                notify?.Invoke(new("Trying again.", IsOver: true));
            }
        }
    }
}
