namespace Reelmill.Core.Running;

/// <summary>What a gathering stage holds back of one item.</summary>
internal interface IHeldValues : IDisposable
{
    ValueTask PassOnAsync(ItemTracker item);
}

/// <summary>The held values of one type; they pass on as one list, in the order of their positions.</summary>
internal sealed class HeldValues<T>(Inlet<IReadOnlyList<T>> next) : IHeldValues
{
    private readonly Gathered<T> _values = new();

    public void Add(Envelope<T> envelope) => _values.Add(envelope);

    public ValueTask PassOnAsync(ItemTracker item)
    {
        _values.Sort();
        item.Retain();
        return next.WriteAsync(new Envelope<IReadOnlyList<T>>(_values, item.Root));
    }

    public void Dispose() => _values.Dispose();
}
