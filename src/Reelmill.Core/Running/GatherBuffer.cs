namespace Reelmill.Core.Running;

/// <summary>Buffers the values of one item in front of a gathering stage.</summary>
internal interface IGatherBuffer : IDisposable
{
    ValueTask EmitAsync(ItemTracker item);
}

/// <summary>Buffers values of one type, and emits them as one list in the order of their positions.</summary>
internal sealed class GatherBuffer<T>(Inlet<IReadOnlyList<T>> next) : IGatherBuffer
{
    private readonly GatheredValues<T> _values = new();

    public void Add(Envelope<T> envelope) => _values.Add(envelope);

    public ValueTask EmitAsync(ItemTracker item)
    {
        _values.Sort();
        item.Retain();
        return next.WriteAsync(new Envelope<IReadOnlyList<T>>(_values, item.Root));
    }

    public void Dispose() => _values.Dispose();
}
