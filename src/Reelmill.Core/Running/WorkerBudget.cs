namespace Reelmill.Core.Running;

/// <summary>
/// Limits the number of values that several runs process at once. The run with the fewest slots in use, relative to its
/// weight, gets the next slot, so that a long run does not starve a short one: stages return their slot whenever they emit
/// a value.
/// </summary>
/// <param name="name">The name of the budget, as in <see cref="StageOptions.Budget"/>.</param>
/// <param name="slots">The number of slots, from 1.</param>
/// <remarks>Thread-safe. Fair queueing by slots in use; on a tie the run that was served longest ago goes first.</remarks>
public sealed class WorkerBudget(string name, int slots)
{
    private readonly Lock _gate = new();
    private readonly List<WorkerShare> _waiting = [];
    private long _served;

    /// <summary>The name of the budget.</summary>
    public string Name => name;

    /// <summary>The number of slots: values that may be in progress at once.</summary>
    public int Slots { get; } = slots >= 1 ? slots : throw new ArgumentOutOfRangeException(nameof(slots), slots, "A budget needs at least one slot.");

    /// <summary>The number of slots in use.</summary>
    public int Used { get; private set; }

    /// <summary>The number of waiting workers.</summary>
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

    /// <summary>Creates a run's share of the budget.</summary>
    /// <param name="weight">The weight of the run relative to others, from 1.</param>
    /// <returns>The run's share, for <see cref="RunOptions{T}.Budgets"/>.</returns>
    public WorkerShare Share(int weight = 1) => new(this, Math.Max(1, weight));

    /// <summary>Takes a slot, at once or when the share's turn comes.</summary>
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
                    // A waiter that was served meanwhile has its slot, and returns it as usual.
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

/// <summary>The share of one run in a budget.</summary>
public sealed class WorkerShare
{
    internal WorkerShare(WorkerBudget budget, int weight) => (Budget, Weight) = (budget, weight);

    internal WorkerBudget Budget { get; }

    internal int Weight { get; }

    internal int Used { get; set; }

    internal long LastServed { get; set; }

    internal LinkedList<TaskCompletionSource> Queue { get; } = [];
}
