using System.Collections.Concurrent;

namespace Reelmill.Processes;

/// <summary>
/// The one thread that starts and reaps every child. It lives as long as this process does, because a child's
/// parent-death signal fires when the thread that started it ends.
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

    /// <summary>Starts a child; the caller waits the millisecond or two that this takes.</summary>
    /// <exception cref="ProcessFailedException">The system refused.</exception>
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
            Fill(ref entries);
            int ready;
            fixed (Posix.PollEntry* first = entries)
            {
                ready = Posix.Poll(first, (nuint)_children.Count + 1, Timeout.Infinite);
            }

            // A signal that interrupted the wait leaves the entries unfilled.
            if (ready > 0)
            {
                ReapEnded(entries);
                if (entries[0].Seen != 0)
                {
                    StartRequested();
                }
            }
        }
    }

    private void Fill(ref Posix.PollEntry[] entries)
    {
        if (entries.Length < _children.Count + 1)
        {
            Array.Resize(ref entries, (_children.Count + 1) * 2);
        }

        entries[0] = new Posix.PollEntry { Descriptor = _wake, Wanted = Posix.PollIn };
        for (var i = 0; i < _children.Count; i++)
        {
            entries[i + 1] = new Posix.PollEntry { Descriptor = _children[i].Pidfd, Wanted = Posix.PollIn };
        }
    }

    private void ReapEnded(Posix.PollEntry[] entries)
    {
        for (var i = _children.Count - 1; i >= 0; i--)
        {
            if (entries[i + 1].Seen != 0)
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
