using System.Runtime.InteropServices;
using System.Text;
using Reelmill.Core;

namespace Reelmill.Processes;

/// <summary>A request to the <see cref="ChildThread"/> to start one child, and its result.</summary>
internal sealed unsafe class SpawnRequest(ProcessSpec spec, List<string> command) : IDisposable
{
    private const int PipeBytes = 1 << 20;
    private readonly ManualResetEventSlim _done = new();
    private Child? _child;
    private Exception? _failure;

    /// <summary>Waits for the result: the child, or the exception.</summary>
    public Child Wait()
    {
        _done.Wait();
        return _child ?? throw _failure!;
    }

    /// <summary>Starts the child. Returns null after a failure, which <see cref="Wait"/> then throws.</summary>
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
            throw CreateError(error);
        }

        // A larger pipe means fewer wake-ups for raw frames. If the system refuses, the pipe stays at 64 KiB.
        _ = Posix.Control(ends[0], Posix.SetPipeSize, PipeBytes);
        var input = CreateInputPipe(spec.Input);
        var pid = PosixSpawn.Start(command, spec, input, ends[1], ends[3]);
        if (input is { } descriptor)
        {
            _ = Posix.Close(descriptor);
        }

        var pidfd = pid > 0 ? Posix.PidfdOpen(pid) : -1;
        var errno = pid > 0 ? Marshal.GetLastPInvokeError() : -pid;
        _ = Posix.Close(ends[1]);
        _ = Posix.Close(ends[3]);
        if (pidfd >= 0)
        {
            return new Child(pid, pidfd, ends[0], ends[2]);
        }

        _ = Posix.Close(ends[0]);
        _ = Posix.Close(ends[2]);
        KillAndReap(pid);
        throw CreateError(errno);
    }

    /// <summary>Creates a pipe, writes the text into it and returns the read end. The text fits into the pipe's buffer, so the write never blocks.</summary>
    private int? CreateInputPipe(string? text)
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

    /// <summary>Ends a child without a pidfd: it could neither be watched nor reaped later.</summary>
    private static void KillAndReap(int pid)
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
            throw CreateError(Marshal.GetLastPInvokeError());
        }
    }

    private Exception CreateError(int error) => SystemErrors.FindCode(error) is { } code
        ? new PipelineException(code, $"Starting {Path.GetFileName(spec.Executable)}: {Marshal.GetPInvokeErrorMessage(error)}. {SystemErrors.GetAdvice(code)}")
        : new ProcessFailedException(spec, ProcessFailureReason.NotStarted, $"could not be started: {Marshal.GetPInvokeErrorMessage(error)}");
}
