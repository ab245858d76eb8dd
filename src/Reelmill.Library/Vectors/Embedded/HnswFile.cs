using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>The index of one collection, as this process has it open. Thread-safe.</summary>
/// <param name="folder">The collection's folder.</param>
internal sealed class HnswFile(string folder) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _path = Path.Combine(folder, HnswIndex.FileName);
    private FileStamp? _seen;
    private HnswDescription? _description;
    private HnswIndex? _index;
    private VectorNote? _problem;
    private Block?[]? _fitted;

    /// <summary>The description of the index, when it fits a snapshot.</summary>
    public HnswDescription? Describe(Snapshot snapshot)
    {
        lock (_gate)
        {
            Look();
            return _description is { } known && Fits(known, snapshot) ? known : null;
        }
    }

    /// <summary>Whether the index is as it was written and has the rows of a snapshot, all of them and no others.</summary>
    public bool IsCurrent(Snapshot snapshot, long above)
    {
        lock (_gate)
        {
            Look();
            return _problem is null && _description is { } known
                && (known.Above, known.Rows) == (above, snapshot.Rows - snapshot.DeadRows)
                && known.Instance == snapshot.File.Instance
                && known.Segments.SequenceEqual(HnswDescription.SegmentsOf(snapshot))
                && (_index ??= Open(known)) is not null;
        }
    }

    /// <summary>Searches with the index if that can be done, and otherwise without.</summary>
    public VectorHits Search(SnapshotLease data, float[] query, int count, VectorFilter? filter, CancellationToken cancellationToken)
    {
        while (count <= HnswSearch.MostHits)
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
                // A newer index has come in between.
            }
            catch (PipelineException e)
            {
                GiveUp(index, new VectorNote(e.Code, e.Message));
            }
        }

        return new VectorHits(ExactSearch.Run(data, query, count, filter, cancellationToken));
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Forget();
        }
    }

    private (HnswIndex? Index, VectorNote? Note) Find(Snapshot snapshot)
    {
        lock (_gate)
        {
            Look();
            if (_description is null || snapshot.Rows - snapshot.DeadRows < _description.Above)
            {
                return (null, _problem);
            }

            if (!Fits(_description, snapshot))
            {
                return (null, Note("index_outdated", "was built from other records"));
            }

            _index ??= _problem is null ? Open(_description) : null;
            return (_index, _problem);
        }
    }

    /// <summary>Reads the description when the file is another one than last time.</summary>
    private void Look()
    {
        FileStamp? now = FileStatus.ReadEntry(_path, out var status) == 0 ? status.Stamp : null;
        if (now != _seen)
        {
            Forget();
            _seen = now;
            if (now is not null)
            {
                _description = status.OtherKind is null ? ReadDescription() : null;
                _problem = _description is null ? Note("index_damaged", "is damaged, or another version wrote it") : null;
            }
        }
    }

    /// <summary>Blocks never change under a snapshot: where the last ones that were indexed are the same objects, so is what precedes them.</summary>
    private bool Fits(HnswDescription description, Snapshot snapshot)
    {
        var last = description.Segments.Select(indexed => indexed.Blocks > 0 && snapshot.Find(indexed.Id) is { } s && s.BlockCount >= indexed.Blocks ? s.Blocks[indexed.Blocks - 1] : null).ToArray();
        if (_fitted is not null && last.AsSpan().SequenceEqual(_fitted))
        {
            return true;
        }

        _fitted = description.Fits(snapshot) ? last : null;
        return _fitted is not null;
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
            _problem = index is null ? Note("index_damaged", "is not what was written") : null;
            return index;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What lies in the folder of a library is no business of those who search over the network.
            _problem = Note("index_damaged", "cannot be read");
            return null;
        }
        catch (PipelineException e)
        {
            _problem = new VectorNote(e.Code, e.Message);
            return null;
        }
    }

    /// <summary>An index that could not be searched is not tried again until another one is there.</summary>
    private void GiveUp(HnswIndex index, VectorNote problem)
    {
        lock (_gate)
        {
            if (ReferenceEquals(index, _index))
            {
                (_index, _problem) = (null, problem);
                index.Dispose();
            }
        }
    }

    private void Forget()
    {
        // Whoever finds the index disposed looks, without the gate, whether it is still the one.
        var index = _index;
        (_index, _description, _problem, _fitted, _seen) = (null, null, null, null, null);
        index?.Dispose();
    }

    private VectorNote Note(string code, string what) => new(
        code,
        $"The index of the collection '{Path.GetFileName(folder)}' {what}, so that every record was compared. 'reelmill collections build-index {Path.GetFileName(folder)}' builds it again.");
}
