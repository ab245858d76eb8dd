namespace Reelmill.Core.Running;

/// <summary>A value on its way, with its place among the values of the item it belongs to.</summary>
internal readonly record struct Envelope<T>(T Value, Position Position)
{
    /// <summary>The item that the value belongs to.</summary>
    public ItemTracker Item => Position.Item;

    /// <summary>Gives up a value that no body will see; an empty envelope has none.</summary>
    public void Discard()
    {
        if (Position is not null)
        {
            (Value as IDisposable)?.Dispose();
        }
    }
}
