namespace Reelmill.Core.Running;

/// <summary>Hands out tickets with the inputs of an ordered stage, and lets their results leave in that order.</summary>
internal sealed class TurnGate
{
    private readonly Dictionary<long, TaskCompletionSource> _waiting = [];
    private long _nextTicket;
    private long _turn;

    /// <summary>Held while an input is taken and its ticket drawn, so that both have the same order.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Draws the next ticket; call it with <see cref="Gate"/> held.</summary>
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

    /// <summary>The ticket whose turn it is has finished.</summary>
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
