using System.Collections;
using Reelmill.Core.Pipelines;

namespace Reelmill.Core.Running;

/// <summary>Several values of one item. They count as one value: one size, given up together.</summary>
internal sealed class Gathered<T> : IReadOnlyList<T>, ISized, IDisposable
{
    private readonly List<Envelope<T>> _values = [];

    public int Count => _values.Count;

    public long SizeInBytes => _values.Sum(static e => e.Value is ISized sized ? sized.SizeInBytes : 0);

    public T this[int index] => _values[index].Value;

    public void Add(Envelope<T> envelope) => _values.Add(envelope);

    /// <summary>Puts the values in the order in which the item's stages gave them, whenever they arrived.</summary>
    public void Sort() => _values.Sort(static (a, b) => Position.Order(a.Position, b.Position));

    public IEnumerator<T> GetEnumerator() => _values.Select(static e => e.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => DiscardFrom(0);

    public void DiscardFrom(int index)
    {
        for (; index < _values.Count; index++)
        {
            _values[index].Discard();
        }
    }
}
