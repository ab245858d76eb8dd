namespace Reelmill.Core.Running;

/// <summary>A value on its way, with the item it belongs to and its place among the item's values.</summary>
internal readonly record struct Envelope<T>(T Value, ItemTracker Item, Position? Position)
{
    /// <summary>Gives up a value that no body will see; an empty envelope has none.</summary>
    public void Discard()
    {
        if (Item is not null)
        {
            (Value as IDisposable)?.Dispose();
        }
    }
}
