using System.Runtime.InteropServices;

namespace Reelmill.StubProcess;

/// <summary>Ways of not ending. Each says <c>ready</c> and its id on stdout first.</summary>
internal static class Waiting
{
    public static async Task<int> ForeverAsync()
    {
        SayReady();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }

    public static async Task<int> IgnoringInterruptsAsync()
    {
        using var interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        return await ForeverAsync();
    }

    /// <summary>Finishes its work when it is interrupted, as ffmpeg does.</summary>
    public static async Task<int> UntilInterruptedAsync()
    {
        var interrupted = new TaskCompletionSource();
        using var interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interrupted.SetResult();
        });
        SayReady();
        await interrupted.Task;
        await Console.Error.WriteLineAsync("finished what was in flight");
        return 0;
    }

    private static void SayReady()
    {
        Console.Out.WriteLine($"ready {Environment.ProcessId}");
        Console.Out.Flush();
    }
}
