using System.Collections.Concurrent;

namespace Reelmill.Processes;

/// <summary>
/// The single thread that starts and reaps all children. The thread lives as long as this process, because the kernel
/// sends a child's parent-death signal when the thread that started the child exits.
/// </summary>
internal sealed unsafe class ChildThread
{
    private readonly ConcurrentQueue<SpawnRequest> _requests = new();
    private readonly List<Child> _children = [];
    private readonly int _wake;

    private ChildThread()
    {
        _wake = Posix.EventCounter(0, Posix.CloseOnExec);
        new Thread(Run) { IsBackground = true, Name = "reelmill-children" }.Start();
    }

    public static ChildThread Shared { get; } = new();

    /// <summary>Starts a child. Blocks the caller for one or two milliseconds.</summary>
    /// <exception cref="ProcessFailedException">The system could not start the process.</exception>
    public Child Spawn(ProcessSpec spec, List<string> command)
    {
        using var request = new SpawnRequest(spec, command);
        _requests.Enqueue(request);
        ulong one = 1;
        _ = Posix.Write(_wake, &one, sizeof(ulong));
        return request.Wait();
    }

    private void Run()
    {
        var entries = new Posix.PollEntry[1];
        while (true)
        {
            FillEntries(ref entries);
            int ready;
            fixed (Posix.PollEntry* first = entries)
            {
                ready = Posix.Poll(first, (nuint)_children.Count + 1, Timeout.Infinite);
            }

            // When a signal interrupts poll(2), the entries are not filled in.
            if (ready > 0)
            {
                ReapEnded(entries);
                if (entries[0].ReturnedEvents != 0)
                {
                    StartRequested();
                }
            }
        }
    }

    private void FillEntries(ref Posix.PollEntry[] entries)
    {
        if (entries.Length < _children.Count + 1)
        {
            Array.Resize(ref entries, (_children.Count + 1) * 2);
        }

        entries[0] = new Posix.PollEntry { Descriptor = _wake, Events = Posix.PollIn };
        for (var i = 0; i < _children.Count; i++)
        {
            entries[i + 1] = new Posix.PollEntry { Descriptor = _children[i].Pidfd, Events = Posix.PollIn };
        }
    }

    private void ReapEnded(Posix.PollEntry[] entries)
    {
        for (var i = _children.Count - 1; i >= 0; i--)
        {
            if (entries[i + 1].ReturnedEvents != 0)
            {
                var child = _children[i];
                _children.RemoveAt(i);
                child.Reap();
            }
        }
    }

    private void StartRequested()
    {
        ulong count;
        _ = Posix.Read(_wake, &count, sizeof(ulong));
        while (_requests.TryDequeue(out var request))
        {
            if (request.Run() is { } child)
            {
                _children.Add(child);
            }
        }
    }
}
