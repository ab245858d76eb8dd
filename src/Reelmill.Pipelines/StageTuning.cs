using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Reelmill.Core.Pipelines;

namespace Reelmill.Pipelines;

/// <summary>The tuning of a pipeline's stages, by name: <c>new() { ["frames"] = new() { Workers = 2 } }</c>.</summary>
/// <remarks>Immutable once made. Two are equal when they tune the same stages alike.</remarks>
[SuppressMessage("Naming", "CA1710", Justification = "It is a setting, which happens to be looked up by name.")]
public sealed class StageTuning : IReadOnlyDictionary<string, StageOptions>, IEquatable<StageTuning>
{
    private readonly SortedDictionary<string, StageOptions> _stages = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count => _stages.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _stages.Keys;

    /// <inheritdoc/>
    public IEnumerable<StageOptions> Values => _stages.Values;

    /// <summary>The tuning of a stage.</summary>
    /// <param name="stage">Its name.</param>
    public StageOptions this[string stage]
    {
        get => _stages[stage];
        init => _stages[stage] = value;
    }

    /// <summary>The same, with one stage tuned otherwise.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="change">Makes its tuning of the one before.</param>
    public StageTuning With(string stage, Func<StageOptions, StageOptions> change)
    {
        var tuning = new StageTuning { [stage] = change(_stages.GetValueOrDefault(stage) ?? new StageOptions()) };
        foreach (var (name, options) in _stages)
        {
            tuning._stages.TryAdd(name, options);
        }

        return tuning;
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _stages.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StageOptions value) => _stages.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, StageOptions>> GetEnumerator() => _stages.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(StageTuning? other) => other is not null && _stages.SequenceEqual(other._stages);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StageTuning);

    /// <inheritdoc/>
    public override int GetHashCode() => _stages.Aggregate(0, static (hash, stage) => HashCode.Combine(hash, stage.Key, stage.Value));

    /// <summary>The stages and their tuning, for people.</summary>
    public override string ToString() => $"[{string.Join(", ", _stages.Select(static s => $"{s.Key}: {s.Value}"))}]";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
