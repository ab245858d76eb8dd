namespace Reelmill.Core.Running;

/// <summary>
/// A number of values that may be worked on at once, shared by runs. Whoever has the least of it, by weight, is served
/// first, so that a long run keeps no short one waiting: stages give their place back whenever they hand a value on.
/// </summary>
/// <param name="name">What stages call it: <see cref="Pipelines.StageOptions.Budget"/>.</param>
/// <param name="slots">How many values, from 1.</param>
/// <remarks>Thread-safe. The rule is that of fair queueing by slots in use; on a tie the one that was served longest ago.</remarks>
public sealed class WorkerBudget(string name, int slots)
{
    private readonly Lock _gate = new();
    private readonly List<WorkerShare> _waiting = [];
    private long _served;

    /// <summary>What stages call it.</summary>
    public string Name => name;

    /// <summary>How many values may be worked on at once.</summary>
    public int Slots { get; } = slots >= 1 ? slots : throw new ArgumentOutOfRangeException(nameof(slots), slots, "A budget needs at least one slot.");

    /// <summary>How many are being worked on.</summary>
    public int Used { get; private set; }

    /// <summary>How many wait for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Sum(static s => s.Queue.Count);
            }
        }
    }

    /// <summary>Takes a run in.</summary>
    /// <param name="weight">How much of the budget it is due beside others, from 1.</param>
    /// <returns>The run's share, for <see cref="RunOptions{T}.Budgets"/>.</returns>
    public WorkerShare Share(int weight = 1) => new(this, Math.Max(1, weight));

    /// <summary>Takes a slot, at once or when it is the share's turn.</summary>
    internal Task TakeAsync(WorkerShare share, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (Used < Slots)
            {
                Serve(share);
                return Task.CompletedTask;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            share.Queue.AddLast(turn);
            if (share.Queue.Count == 1)
            {
                _waiting.Add(share);
            }
        }

        return cancellationToken.CanBeCanceled ? WaitAsync(share, turn, cancellationToken) : turn.Task;
    }

    internal void Return(WorkerShare share)
    {
        lock (_gate)
        {
            share.Used--;
            Used--;
            while (Used < Slots && _waiting.Count > 0)
            {
                ServeNext();
            }
        }
    }

    private void ServeNext()
    {
        var next = _waiting.MinBy(static s => ((double)s.Used / s.Weight, s.LastServed))!;
        var turn = next.Queue.First!.Value;
        next.Queue.RemoveFirst();
        if (next.Queue.Count == 0)
        {
            _waiting.Remove(next);
        }

        Serve(next);
        turn.SetResult();
    }

    private void Serve(WorkerShare share)
    {
        share.Used++;
        share.LastServed = ++_served;
        Used++;
    }

    private async Task WaitAsync(WorkerShare share, TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        await using var _ = cancellationToken.UnsafeRegister(
            _ =>
            {
                lock (_gate)
                {
                    // Who was served meanwhile has its slot, and gives it back as any other.
                    if (share.Queue.Remove(turn) && share.Queue.Count == 0)
                    {
                        _waiting.Remove(share);
                    }
                }

                turn.TrySetCanceled(cancellationToken);
            },
            null).ConfigureAwait(false);
        await turn.Task.ConfigureAwait(false);
    }
}

/// <summary>What one run has of a budget.</summary>
public sealed class WorkerShare
{
    internal WorkerShare(WorkerBudget budget, int weight) => (Budget, Weight) = (budget, weight);

    internal WorkerBudget Budget { get; }

    internal int Weight { get; }

    internal int Used { get; set; }

    internal long LastServed { get; set; }

    internal LinkedList<TaskCompletionSource> Queue { get; } = [];
}
