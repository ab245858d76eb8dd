using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Reelmill.Core.Running;

namespace Reelmill.Pipelines;

/// <summary>The tuning of a pipeline's stages, by stage name: <c>new() { ["frames"] = new() { Workers = 2 } }</c>.</summary>
/// <remarks>Immutable. Two instances are equal when they tune the same stages in the same way.</remarks>
[SuppressMessage("Naming", "CA1710", Justification = "The type is a setting that is looked up by name, not a general dictionary.")]
public sealed class StageTuning : IReadOnlyDictionary<string, StageOptions>, IEquatable<StageTuning>
{
    private readonly SortedDictionary<string, StageOptions> _stages = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count => _stages.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _stages.Keys;

    /// <inheritdoc/>
    public IEnumerable<StageOptions> Values => _stages.Values;

    /// <summary>Gets the tuning of a stage.</summary>
    /// <param name="stage">The name of the stage.</param>
    public StageOptions this[string stage]
    {
        get => _stages[stage];
        init => _stages[stage] = value;
    }

    /// <summary>Returns a copy in which one stage is tuned differently.</summary>
    /// <param name="stage">The name of the stage.</param>
    /// <param name="change">Derives the new tuning from the current one.</param>
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

    /// <summary>Formats the stages and their tuning for display.</summary>
    public override string ToString() => $"[{string.Join(", ", _stages.Select(static s => $"{s.Key}: {s.Value}"))}]";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
