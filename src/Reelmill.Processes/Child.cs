namespace Reelmill.Processes;

/// <summary>A child process as the kernel sees it: its id, its pipes, its signals and how it ended.</summary>
internal sealed class Child(int id, int pidfd, int outputDescriptor, int errorDescriptor)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<ChildStatus> _reaped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Id => id;

    /// <summary>Becomes readable when the process has ended and waits to be reaped.</summary>
    public int Pidfd => pidfd;

    /// <summary>The reading end of stdout; belongs to whoever wraps it.</summary>
    public int OutputDescriptor => outputDescriptor;

    /// <summary>The reading end of stderr; belongs to whoever wraps it.</summary>
    public int ErrorDescriptor => errorDescriptor;

    /// <summary>Ends when the process has been reaped; never fails.</summary>
    public Task<ChildStatus> Reaped => _reaped.Task;

    /// <summary>Signals the process and everything in its session, unless it has ended: its id may be another's by then.</summary>
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

    /// <summary>Kills the process, its session and the descendants that left it.</summary>
    public void KillTree()
    {
        lock (_gate)
        {
            if (_reaped.Task.IsCompleted)
            {
                return;
            }

            var descendants = ProcessTree.Descendants(id);
            _ = Posix.Signal(-id, Posix.Kill);
            foreach (var descendant in descendants)
            {
                _ = Posix.Signal(descendant, Posix.Kill);
            }
        }
    }

    /// <summary>
    /// Reaps the ended process. What it left running in its session goes first: the dead leader still holds the
    /// id then, so that nobody else can be hit.
    /// </summary>
    public void Reap()
    {
        lock (_gate)
        {
            _ = Posix.Signal(-id, Posix.Kill);
            var ended = Posix.Wait(id, out var status, Posix.NoHang, out var usage) == id;
            _ = Posix.Close(pidfd);
            _reaped.SetResult(ended ? ChildStatus.From(status, usage.CpuTime) : new ChildStatus(-1, null, TimeSpan.Zero));
        }
    }
}
