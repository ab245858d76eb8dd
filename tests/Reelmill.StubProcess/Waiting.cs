using System.Runtime.InteropServices;

namespace Reelmill.StubProcess;

/// <summary>Commands that do not exit by themselves. Each first writes <c>ready ID</c> with its process id to stdout.</summary>
internal static class Waiting
{
    public static async Task<int> ForeverAsync()
    {
        WriteReady();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }

    public static async Task<int> IgnoringInterruptsAsync()
    {
        using var interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        return await ForeverAsync();
    }

    /// <summary>Finishes its work on an interrupt, as ffmpeg does.</summary>
    public static async Task<int> UntilInterruptedAsync()
    {
        var interrupted = new TaskCompletionSource();
        using var interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interrupted.SetResult();
        });
        WriteReady();
        await interrupted.Task;
        await Console.Error.WriteLineAsync("finished what was in flight");
        return 0;
    }

    private static void WriteReady()
    {
        Console.Out.WriteLine($"ready {Environment.ProcessId}");
        Console.Out.Flush();
    }
}
