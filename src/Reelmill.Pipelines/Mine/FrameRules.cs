using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>Custom rules, by name: <c>[FrameRule.DropBelow("mean_red", 0.1, name: "not_red")]</c>.</summary>
/// <remarks>Two instances are equal when they have the same rules. Do not modify an instance after it was assigned to options.</remarks>
[SuppressMessage("Naming", "CA1710", Justification = "The type is a setting that consists of rules, not a general collection.")]
public sealed class FrameRules : IReadOnlyCollection<FrameRule>, IEquatable<FrameRules>
{
    private readonly SortedDictionary<string, FrameRule> _rules = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count => _rules.Count;

    /// <summary>Adds a rule. A rule replaces an earlier one of the same name; a rule with only a threshold changes the threshold of the earlier one.</summary>
    /// <param name="rule">The rule.</param>
    public void Add(FrameRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _rules[rule.Name] = rule is { Value: null, Threshold: { } threshold } && _rules.GetValueOrDefault(rule.Name) is { Value: not null } complete ? complete.WithThreshold(threshold) : rule;
    }

    /// <inheritdoc/>
    public IEnumerator<FrameRule> GetEnumerator() => _rules.Values.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(FrameRules? other) => other is not null && _rules.Values.SequenceEqual(other._rules.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FrameRules);

    /// <inheritdoc/>
    public override int GetHashCode() => _rules.Values.Aggregate(0, static (hash, rule) => HashCode.Combine(hash, rule));

    /// <summary>Formats the rules for display.</summary>
    public override string ToString() => $"[{string.Join(", ", _rules.Values.Select(static r => $"{r.Name}: {r}"))}]";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the rules with one more rule.</summary>
    internal FrameRules With(FrameRule rule) => [.. _rules.Values, rule];

    /// <summary>Applies these rules as changes to the rules of a library.</summary>
    /// <param name="before">The library's rules.</param>
    /// <exception cref="PipelineException"><c>unknown_rule</c>: a threshold is given for a rule that the library lacks.</exception>
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
                after.Add(rule.Value is null ? before.WithThreshold(rule.Name, threshold) : rule);
            }
        }

        return after;
    }

    /// <summary>Judges a frame by the rules, in order of name; the first rule that drops it decides.</summary>
    internal Verdict? Evaluate(FrameRecord frame)
    {
        foreach (var rule in _rules.Values)
        {
            if (rule.Evaluate(frame) is { } verdict)
            {
                return verdict;
            }
        }

        return null;
    }

    private FrameRule WithThreshold(string name, double threshold) => _rules.TryGetValue(name, out var known)
        ? known.WithThreshold(threshold)
        : throw new PipelineException(
            "unknown_rule",
            $"Deciding by rules.{name}: the library has no rule of this name, so the threshold {threshold} cannot be set.{SuggestNearest(name)} Give the complete rule, such as rules.{name}='motion < 0.01'.");

    private string SuggestNearest(string name) =>
        NearestName.Find(name, _rules.Keys) is { } nearest ? $" Did you mean rules.{nearest}?" : "";
}
