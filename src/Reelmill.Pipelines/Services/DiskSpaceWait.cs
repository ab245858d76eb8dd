using System.Globalization;
using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Pipelines.Services;

/// <summary>Pauses a run while a disk is full: what failed is tried again once there is more space, and at growing intervals.</summary>
/// <remarks>
/// Intervals, because a quota or another disk than the library's does not show in the library's free space. Safe for any
/// number of callers at once; they are one pause to whoever watches.
/// </remarks>
/// <param name="folder">The library, whose disk is watched.</param>
/// <param name="say">Told when the run pauses and when it goes on; nobody when null.</param>
/// <param name="advice">How to end the pause otherwise, as a sentence; empty for none.</param>
/// <param name="time">The clock of the waits.</param>
/// <param name="stopping">A run that is asked to stop waits no longer.</param>
/// <param name="cancellationToken">Nor does one that is canceled.</param>
internal sealed class DiskSpaceWait(string folder, Action<RunPause>? say, string advice, TimeProvider time, CancellationToken stopping, CancellationToken cancellationToken)
{
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>A disk with so much space that keeps refusing is not waited for: it has another reason.</summary>
    private const long Plenty = 1L << 30;
    private const int TriesOnPlenty = 5;
    private int _waiting;
    private int _grown;

    /// <summary>Does work until no full disk is in its way.</summary>
    /// <param name="work">The work; it can be done again from the start.</param>
    /// <exception cref="PipelineException"><c>disk_full</c>: the run was asked to stop while the disk was full.</exception>
    public async Task<T> RepeatAsync<T>(Func<Task<T>> work)
    {
        var patience = First;
        for (var tries = 1; ; tries++)
        {
            var grown = Volatile.Read(ref _grown);
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (Exception e) when (SystemErrors.Explain(e) is { Code: SystemErrors.DiskFull } && !IsOver && (tries < TriesOnPlenty || FreeSpace.GetAvailable(folder) < Plenty))
            {
                // Where a write has waited already until there was space, the rest need not wait again.
                if (grown == Volatile.Read(ref _grown))
                {
                    await WaitAsync(SystemErrors.Explain(e)!, patience).ConfigureAwait(false);
                }

                patience = patience * 2 < Longest ? patience * 2 : Longest;
            }
        }
    }

    /// <summary>Waits after one write found the disk full.</summary>
    /// <param name="full">What the write threw.</param>
    /// <exception cref="PipelineException"><paramref name="full"/>: the run was asked to stop.</exception>
    public Task WaitAsync(PipelineException full) => IsOver ? throw full : WaitAsync(full, First);

    private bool IsOver => stopping.IsCancellationRequested || cancellationToken.IsCancellationRequested;

    private async Task WaitAsync(PipelineException full, TimeSpan patience)
    {
        var least = FreeSpace.GetAvailable(folder);
        if (Interlocked.Increment(ref _waiting) == 1)
        {
            say?.Invoke(new($"{full.Code}: {full.Message}", IsOver: false));
            say?.Invoke(new(string.Create(CultureInfo.InvariantCulture, $"Paused ({least / 1024} KiB free at {folder}); it goes on by itself once there is space. {advice}").TrimEnd(), IsOver: false));
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        try
        {
            var begun = time.GetTimestamp();
            do
            {
                least = Math.Min(least, FreeSpace.GetAvailable(folder));
                await Task.Delay(Probe, time, either.Token).ConfigureAwait(false);
            }
            while (FreeSpace.GetAvailable(folder) <= least && time.GetElapsedTime(begun) < patience);

            Interlocked.Increment(ref _grown);
        }
        catch (OperationCanceledException)
        {
            throw full;
        }
        finally
        {
            if (Interlocked.Decrement(ref _waiting) == 0 && !IsOver)
            {
                say?.Invoke(new("Trying again.", IsOver: true));
            }
        }
    }
}
