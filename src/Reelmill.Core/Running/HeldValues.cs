namespace Reelmill.Core.Running;

/// <summary>What a gathering stage holds back of one item.</summary>
internal interface IHeldValues
{
    ValueTask PassOnAsync(ItemTracker item);

    void Discard();
}

/// <summary>The held values of one type; they pass on as one list, in the order of their positions.</summary>
internal sealed class HeldValues<T>(Inlet<IReadOnlyList<T>> next) : IHeldValues
{
    private readonly List<Envelope<T>> _values = [];

    public void Add(Envelope<T> envelope) => _values.Add(envelope);

    public ValueTask PassOnAsync(ItemTracker item)
    {
        _values.Sort(static (a, b) => Position.Order(a.Position, b.Position));
        item.Retain();
        return next.WriteAsync(new Envelope<IReadOnlyList<T>>(_values.ConvertAll(static e => e.Value), item, null));
    }

    public void Discard() => _values.ForEach(static e => e.Discard());
}
