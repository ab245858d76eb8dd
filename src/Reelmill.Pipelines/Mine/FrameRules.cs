using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>Rules of a user's own, by name: <c>[FrameRule.DropBelow("mean_red", 0.1, name: "not_red")]</c>.</summary>
/// <remarks>Two are equal when they have the same rules. Not to be changed once it is among options.</remarks>
[SuppressMessage("Naming", "CA1710", Justification = "It is a setting, which happens to be a set.")]
public sealed class FrameRules : IReadOnlyCollection<FrameRule>, IEquatable<FrameRules>
{
    private readonly SortedDictionary<string, FrameRule> _rules = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count => _rules.Count;

    /// <summary>Adds a rule; a later one of a name takes the place of an earlier one, and a threshold alone changes it.</summary>
    /// <param name="rule">The rule.</param>
    public void Add(FrameRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _rules[rule.Name] = rule is { Value: null, Threshold: { } threshold } && _rules.GetValueOrDefault(rule.Name) is { Value: not null } whole ? whole.At(threshold) : rule;
    }

    /// <inheritdoc/>
    public IEnumerator<FrameRule> GetEnumerator() => _rules.Values.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(FrameRules? other) => other is not null && _rules.Values.SequenceEqual(other._rules.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FrameRules);

    /// <inheritdoc/>
    public override int GetHashCode() => _rules.Values.Aggregate(0, static (hash, rule) => HashCode.Combine(hash, rule));

    /// <summary>The rules, for people.</summary>
    public override string ToString() => $"[{string.Join(", ", _rules.Values.Select(static r => $"{r.Name}: {r}"))}]";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same with one more rule.</summary>
    internal FrameRules With(FrameRule rule) => [.. _rules.Values, rule];

    /// <summary>The rules of a library once these were changed.</summary>
    /// <param name="before">The library's rules.</param>
    /// <exception cref="PipelineException"><c>unknown_rule</c>: a threshold is given for a rule that the library does not have.</exception>
    internal FrameRules Over(FrameRules before)
    {
        FrameRules after = [.. before._rules.Values];
        foreach (var rule in _rules.Values)
        {
            if (rule.Threshold is not { } threshold)
            {
                after._rules.Remove(rule.Name);
            }
            else
            {
                after.Add(rule.Value is null ? before.At(rule.Name, threshold) : rule);
            }
        }

        return after;
    }

    /// <summary>Holds a frame against the rules, in the order of their names; the first that it fails decides.</summary>
    internal Verdict? Judge(FrameRecord frame)
    {
        foreach (var rule in _rules.Values)
        {
            if (rule.Judge(frame) is { } verdict)
            {
                return verdict;
            }
        }

        return null;
    }

    private FrameRule At(string name, double threshold) => _rules.TryGetValue(name, out var known)
        ? known.At(threshold)
        : throw new PipelineException(
            "unknown_rule",
            $"Deciding by rules.{name}: the library has no rule of this name yet, so {threshold} is a threshold of nothing.{NearestOf(name)} Give the whole rule, such as rules.{name}='motion < 0.01'.");

    private string NearestOf(string name) =>
        NearestName.Find(name, _rules.Keys) is { } nearest ? $" Did you mean rules.{nearest}?" : "";
}
