using Reelmill.Testing;

namespace Reelmill.Core.Tests.Running;

/// <summary>Waits for a condition that another worker brings about, without a clock.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TestTimeout.Limit);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Advances the clock whenever a timer is armed, until the task ends.</summary>
    public static async Task DriveAsync(this ManualTimeProvider time, Task task, TimeSpan step)
    {
        while (!task.IsCompleted)
        {
            if (time.ArmedTimers > 0)
            {
                time.Advance(step);
            }

            await Task.Yield();
        }

        await task;
    }
}
