using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Library.Files;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Opens the index of one collection on demand, follows its replacement on disk, and searches with it. Thread-safe.</summary>
/// <param name="folder">The collection's folder.</param>
internal sealed class CollectionIndex(string folder) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _path = Path.Combine(folder, HnswIndex.FileName);
    private FileStamp? _stamp;
    private HnswDescription? _description;
    private HnswIndex? _index;
    private SearchNote? _problem;
    private Block?[]? _matchedBlocks;

    /// <summary>Returns the description of the index; null when the index does not match the snapshot.</summary>
    public HnswDescription? Describe(Snapshot snapshot)
    {
        lock (_lock)
        {
            RefreshDescription();
            return _description is { } known && Matches(known, snapshot) ? known : null;
        }
    }

    /// <summary>Tells whether the index is intact and has exactly the live rows of a snapshot.</summary>
    public bool IsCurrent(Snapshot snapshot, long minRecords)
    {
        lock (_lock)
        {
            RefreshDescription();
            return _problem is null && _description is { } known
                && (known.Above, known.Rows) == (minRecords, snapshot.Rows - snapshot.DeadRows)
                && known.Instance == snapshot.File.Instance
                && known.Segments.SequenceEqual(HnswDescription.DescribeSegments(snapshot))
                && (_index ??= Open(known)) is not null;
        }
    }

    /// <summary>Searches with the index where possible, and exactly otherwise.</summary>
    public VectorHits Search(SnapshotLease data, float[] query, int count, VectorFilter? filter, CancellationToken cancellationToken)
    {
        while (count <= HnswSearch.MaxHits)
        {
            var (index, note) = Find(data.Snapshot);
            if (index is null)
            {
                return new VectorHits(ExactSearch.Run(data, query, count, filter, cancellationToken)) { Note = note };
            }

            try
            {
                if (HnswSearch.Run(data, index, query, count, filter, cancellationToken) is { } hits)
                {
                    return new VectorHits(hits) { IsApproximate = true, Recall = index.Description.Recall };
                }

                break;
            }
            catch (ObjectDisposedException) when (!ReferenceEquals(index, _index))
            {
                // A newer index has replaced this one during the search.
            }
            catch (PipelineException e)
            {
                Disable(index, new SearchNote(e.Code, e.Message));
            }
        }

        return new VectorHits(ExactSearch.Run(data, query, count, filter, cancellationToken));
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Reset();
        }
    }

    private (HnswIndex? Index, SearchNote? Note) Find(Snapshot snapshot)
    {
        lock (_lock)
        {
            RefreshDescription();
            if (_description is null || snapshot.Rows - snapshot.DeadRows < _description.Above)
            {
                return (null, _problem);
            }

            if (!Matches(_description, snapshot))
            {
                return (null, CreateNote("index_outdated", "was built from other records"));
            }

            _index ??= _problem is null ? Open(_description) : null;
            return (_index, _problem);
        }
    }

    /// <summary>Rereads the description when the file has changed.</summary>
    private void RefreshDescription()
    {
        FileStamp? now = FileStatus.ReadEntry(_path, out var status) == 0 ? status.Stamp : null;
        if (now != _stamp)
        {
            Reset();
            _stamp = now;
            if (now is not null)
            {
                _description = status.OtherKind is null ? ReadDescription() : null;
                _problem = _description is null ? CreateNote("index_damaged", "is damaged, or another version wrote it") : null;
            }
        }
    }

    /// <summary>Tells whether the index matches a snapshot. Segments are append-only: when the last indexed blocks are the same objects as in the last match, the blocks before them are unchanged, too.</summary>
    private bool Matches(HnswDescription description, Snapshot snapshot)
    {
        var last = description.Segments.Select(indexed => indexed.Blocks > 0 && snapshot.Find(indexed.Id) is { } s && s.BlockCount >= indexed.Blocks ? s.Blocks[indexed.Blocks - 1] : null).ToArray();
        if (_matchedBlocks is not null && last.AsSpan().SequenceEqual(_matchedBlocks))
        {
            return true;
        }

        _matchedBlocks = description.Matches(snapshot) ? last : null;
        return _matchedBlocks is not null;
    }

    private HnswDescription? ReadDescription()
    {
        try
        {
            using var handle = NativeFile.OpenForReading(_path);
            return HnswDescription.Read(handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private HnswIndex? Open(HnswDescription description)
    {
        try
        {
            var index = HnswIndex.Open(_path, description);
            _problem = index is null ? CreateNote("index_damaged", "is damaged") : null;
            return index;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The note reaches clients of the server: the exception's message could reveal paths.
            _problem = CreateNote("index_damaged", "cannot be read");
            return null;
        }
        catch (PipelineException e)
        {
            _problem = new SearchNote(e.Code, e.Message);
            return null;
        }
    }

    /// <summary>Stops using an index that failed, until the file is replaced.</summary>
    private void Disable(HnswIndex index, SearchNote problem)
    {
        lock (_lock)
        {
            if (ReferenceEquals(index, _index))
            {
                (_index, _problem) = (null, problem);
                index.Dispose();
            }
        }
    }

    private void Reset()
    {
        // Clear the field before disposing: a search that finds its index disposed compares it with the field, without the lock.
        var index = _index;
        (_index, _description, _problem, _matchedBlocks, _stamp) = (null, null, null, null, null);
        index?.Dispose();
    }

    private SearchNote CreateNote(string code, string problem) => new(
        code,
        $"The index of the collection '{Path.GetFileName(folder)}' {problem}, so the search compared every record. 'reelmill collections build-index {Path.GetFileName(folder)}' rebuilds the index.");
}
