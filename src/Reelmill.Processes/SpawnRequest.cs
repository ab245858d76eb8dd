using System.Runtime.InteropServices;
using System.Text;
using Reelmill.Core;

namespace Reelmill.Processes;

/// <summary>One child to be started by the <see cref="ChildThread"/>, and its result.</summary>
internal sealed unsafe class SpawnRequest(ProcessSpec spec, List<string> command) : IDisposable
{
    private const int PipeBytes = 1 << 20;
    private readonly ManualResetEventSlim _done = new();
    private Child? _child;
    private Exception? _failure;

    /// <summary>Waits for the child.</summary>
    public Child Wait()
    {
        _done.Wait();
        return _child ?? throw _failure!;
    }

    /// <summary>Starts the child; null when that failed, which the waiting caller is told.</summary>
    public Child? Run()
    {
        try
        {
            return _child = Start();
        }
        catch (Exception e)
        {
            _failure = e;
            return null;
        }
        finally
        {
            _done.Set();
        }
    }

    public void Dispose() => _done.Dispose();

    private Child Start()
    {
        var ends = stackalloc int[4];
        Check(Posix.Pipe(ends, Posix.CloseOnExec));
        if (Posix.Pipe(ends + 2, Posix.CloseOnExec) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            CloseAll(ends, 2);
            throw Refused(error);
        }

        // Fewer wake-ups for raw frames; the system may refuse to enlarge a pipe, and then it stays at 64 KiB.
        _ = Posix.Control(ends[0], Posix.SetPipeSize, PipeBytes);
        var input = InputOf(spec.Input);
        var pid = Launch.Spawn(command, spec, input, ends[1], ends[3]);
        if (input is { } given)
        {
            _ = Posix.Close(given);
        }

        var pidfd = pid > 0 ? Posix.PidfdOpen(pid) : -1;
        var reason = pid > 0 ? Marshal.GetLastPInvokeError() : -pid;
        _ = Posix.Close(ends[1]);
        _ = Posix.Close(ends[3]);
        if (pidfd >= 0)
        {
            return new Child(pid, pidfd, ends[0], ends[2]);
        }

        _ = Posix.Close(ends[0]);
        _ = Posix.Close(ends[2]);
        Forget(pid);
        throw Refused(reason);
    }

    /// <summary>The reading end of a pipe that holds the text already: it is smaller than a pipe, so that nobody waits for a reader.</summary>
    private int? InputOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var ends = stackalloc int[2];
        Check(Posix.Pipe(ends, Posix.CloseOnExec));
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* first = bytes)
        {
            _ = Posix.Write(ends[1], first, (nuint)bytes.Length);
        }

        _ = Posix.Close(ends[1]);
        return ends[0];
    }

    /// <summary>A child that cannot be watched must not go on unwatched.</summary>
    private static void Forget(int pid)
    {
        if (pid > 0)
        {
            _ = Posix.Signal(-pid, Posix.Kill);
            _ = Posix.Wait(pid, out _, 0, out _);
        }
    }

    private static void CloseAll(int* descriptors, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _ = Posix.Close(descriptors[i]);
        }
    }

    private void Check(int result)
    {
        if (result != 0)
        {
            throw Refused(Marshal.GetLastPInvokeError());
        }
    }

    private Exception Refused(int error) => SystemErrors.FindCode(error) is { } code
        ? new PipelineException(code, $"Starting {Path.GetFileName(spec.Executable)}: {Marshal.GetPInvokeErrorMessage(error)}. {SystemErrors.GetAdvice(code)}")
        : new ProcessFailedException(spec, ProcessFailureReason.NotStarted, $"could not be started: {Marshal.GetPInvokeErrorMessage(error)}");
}
