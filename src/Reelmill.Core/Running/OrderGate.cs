namespace Reelmill.Core.Running;

/// <summary>Numbers the inputs of an ordered stage with tickets, and releases their results in ticket order.</summary>
internal sealed class OrderGate
{
    private readonly Dictionary<long, TaskCompletionSource> _waiting = [];
    private long _nextTicket;
    private long _turn;

    /// <summary>The lock under which an input is taken and its ticket drawn, so that both have the same order.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Draws the next ticket. The caller holds <see cref="Gate"/>.</summary>
    public long Draw() => _nextTicket++;

    public ValueTask WaitAsync(long ticket)
    {
        lock (Gate)
        {
            if (_turn == ticket)
            {
                return ValueTask.CompletedTask;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(ticket, turn);
            return new ValueTask(turn.Task);
        }
    }

    /// <summary>Ends the current turn and starts that of the next ticket.</summary>
    public void Pass()
    {
        lock (Gate)
        {
            _turn++;
            if (_waiting.Remove(_turn, out var next))
            {
                next.SetResult();
            }
        }
    }
}
