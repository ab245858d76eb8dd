namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Collects the best rows of a search in a binary heap with the worst of them on top.</summary>
/// <param name="count">The maximum number of rows.</param>
/// <param name="filter">Restricts rows by their metadata; null for no restriction.</param>
internal sealed class TopRows(int count, VectorFilter? filter)
{
    private readonly List<VectorHit> _heap = [];

    public IEnumerable<VectorHit> Hits => _heap;

    /// <summary>Whether the maximum number of rows is reached.</summary>
    public bool IsFull => _heap.Count == count;

    /// <summary>Adds a row if it is among the best. Reads the payload only then, so that most rows cost one comparison.</summary>
    public void Offer(float score, Block block, int row, MapLease map)
    {
        if (_heap.Count == count && score < _heap[0].Score)
        {
            return;
        }

        var payload = block.GetPayload(map, row);
        var id = RowPayload.ReadId(payload);
        if (_heap.Count == count && VectorHit.Compare(score, id, _heap[0].Score, _heap[0].Id) > 0)
        {
            return;
        }

        var metadata = RowPayload.ReadMetadata(payload);
        if (filter is null || filter.Matches(metadata))
        {
            Add(new VectorHit(id, score, metadata));
        }
    }

    public void Add(TopRows other)
    {
        foreach (var hit in other._heap)
        {
            if (_heap.Count < count || IsWorse(_heap[0], hit))
            {
                Add(hit);
            }
        }
    }

    private static bool IsWorse(VectorHit one, VectorHit other) => VectorHit.Compare(one.Score, one.Id, other.Score, other.Id) > 0;

    private void Add(VectorHit hit)
    {
        if (_heap.Count < count)
        {
            _heap.Add(hit);
            SiftUp(_heap.Count - 1);
        }
        else
        {
            _heap[0] = hit;
            SiftDown();
        }
    }

    private void SiftUp(int at)
    {
        for (var parent = (at - 1) / 2; at > 0 && IsWorse(_heap[at], _heap[parent]); parent = (at - 1) / 2)
        {
            (_heap[at], _heap[parent]) = (_heap[parent], _heap[at]);
            at = parent;
        }
    }

    private void SiftDown()
    {
        var at = 0;
        while (true)
        {
            var worst = at;
            for (var child = (2 * at) + 1; child <= (2 * at) + 2 && child < _heap.Count; child++)
            {
                worst = IsWorse(_heap[child], _heap[worst]) ? child : worst;
            }

            if (worst == at)
            {
                return;
            }

            (_heap[at], _heap[worst]) = (_heap[worst], _heap[at]);
            at = worst;
        }
    }
}
