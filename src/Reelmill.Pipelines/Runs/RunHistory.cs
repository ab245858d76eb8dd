using System.Collections.Concurrent;

namespace Reelmill.Pipelines.Runs;

/// <summary>Remembers the items that a run completed before a pause made it start over, so that they count as done and not as skipped.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class RunHistory
{
    private readonly ConcurrentDictionary<string, bool> _current = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _previous = new(StringComparer.Ordinal);

    /// <summary>Starts, or restarts, the run.</summary>
    public void Begin()
    {
        foreach (var id in _current.Keys)
        {
            _previous[id] = true;
        }

        _current.Clear();
    }

    /// <summary>Records that an item is done.</summary>
    public void Done(string id) => _current[id] = true;

    /// <summary>Whether a skipped item was done by this run before the pause; true once for each item.</summary>
    public bool TryTakeDone(string id) => _previous.TryRemove(id, out _) && _current.TryAdd(id, true);
}
