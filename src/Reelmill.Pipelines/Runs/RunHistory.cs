using System.Collections.Concurrent;

namespace Reelmill.Pipelines.Runs;

/// <summary>What a run did before a pause made it begin again, so that it is counted as done and not as skipped.</summary>
/// <remarks>Safe for any number of writers.</remarks>
internal sealed class RunHistory
{
    private readonly ConcurrentDictionary<string, bool> _now = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _before = new(StringComparer.Ordinal);

    /// <summary>The run begins, or begins again.</summary>
    public void Begin()
    {
        foreach (var id in _now.Keys)
        {
            _before[id] = true;
        }

        _now.Clear();
    }

    /// <summary>An item is done.</summary>
    public void Done(string id) => _now[id] = true;

    /// <summary>Whether an item that needs no work was done before the pause; true once for each.</summary>
    public bool Take(string id) => _before.TryRemove(id, out _) && _now.TryAdd(id, true);
}
