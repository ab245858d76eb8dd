namespace Reelmill.Processes;

/// <summary>A child process at kernel level: process id, pipes, signals and exit status.</summary>
internal sealed class Child(int id, int pidfd, int outputDescriptor, int errorDescriptor)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<ChildStatus> _reaped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Id => id;

    /// <summary>The pidfd of the process; poll(2) reports it readable once the process has exited and can be reaped.</summary>
    public int Pidfd => pidfd;

    /// <summary>The read end of the stdout pipe; the stream that wraps the descriptor closes it.</summary>
    public int OutputDescriptor => outputDescriptor;

    /// <summary>The read end of the stderr pipe; the stream that wraps the descriptor closes it.</summary>
    public int ErrorDescriptor => errorDescriptor;

    /// <summary>Completes when the process has been reaped; never faults.</summary>
    public Task<ChildStatus> Reaped => _reaped.Task;

    /// <summary>Signals the process and its session. Does nothing after reaping, because the kernel may have reused the id by then.</summary>
    public void Signal(int signal)
    {
        lock (_gate)
        {
            if (!_reaped.Task.IsCompleted)
            {
                _ = Posix.Signal(-id, signal);
            }
        }
    }

    /// <summary>Kills the process, its session and the descendants that have left the session.</summary>
    public void KillTree()
    {
        lock (_gate)
        {
            if (_reaped.Task.IsCompleted)
            {
                return;
            }

            var descendants = ProcessTree.FindDescendants(id);
            _ = Posix.Signal(-id, Posix.Kill);
            foreach (var descendant in descendants)
            {
                _ = Posix.Signal(descendant, Posix.Kill);
            }
        }
    }

    /// <summary>
    /// Reaps the exited process after killing what still runs in its session. The order matters: until it is reaped,
    /// the zombie session leader reserves the id, so the signal cannot reach an unrelated process.
    /// </summary>
    public void Reap()
    {
        lock (_gate)
        {
            _ = Posix.Signal(-id, Posix.Kill);
            var reaped = Posix.Wait(id, out var status, Posix.NoHang, out var usage) == id;
            _ = Posix.Close(pidfd);
            _reaped.SetResult(reaped ? ChildStatus.From(status, usage.CpuTime) : new ChildStatus(-1, null, TimeSpan.Zero));
        }
    }
}
