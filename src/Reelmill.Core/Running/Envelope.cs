namespace Reelmill.Core.Running;

/// <summary>A value in transit, with its position among the values of its item.</summary>
internal readonly record struct Envelope<T>(T Value, Position Position)
{
    /// <summary>The item of the value.</summary>
    public ItemTracker Item => Position.Item;

    /// <summary>Disposes a value that no body will see. An empty envelope has no value.</summary>
    public void Discard()
    {
        if (Position is not null)
        {
            (Value as IDisposable)?.Dispose();
        }
    }
}
