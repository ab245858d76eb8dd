using System.Collections;

namespace Reelmill.Core.Running;

/// <summary>Several values of one item that count as one value, with one size, and are disposed together.</summary>
internal sealed class GatheredValues<T> : IReadOnlyList<T>, ISized, IDisposable
{
    private readonly List<Envelope<T>> _values = [];

    public int Count => _values.Count;

    public long SizeInBytes => _values.Sum(static e => e.Value is ISized sized ? sized.SizeInBytes : 0);

    public T this[int index] => _values[index].Value;

    public void Add(Envelope<T> envelope) => _values.Add(envelope);

    /// <summary>Sorts the values by position, independent of their arrival.</summary>
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
