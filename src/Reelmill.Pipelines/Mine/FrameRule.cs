using System.Globalization;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Settings;
using Reelmill.Vision.Quality;
using Reelmill.Pipelines.FrameStages;

namespace Reelmill.Pipelines.Mine;

/// <summary>A custom rule, which drops frames with a score, or a value of a stage, below or above a threshold.</summary>
/// <remarks>
/// The scores are <c>sharpness</c>, <c>dark</c>, <c>bright</c>, <c>mean</c>, <c>contrast</c>, <c>information</c> and
/// <c>motion</c>; values are those of stages that process every sampled frame. A frame without the value, or with a string
/// value, passes. Rules belong to the library, as the quality limits do: a rule applies until it is changed or turned off.
/// </remarks>
public sealed record FrameRule
{
    private const string OffText = "off";

    private static readonly string[] ReservedNames =
    [
        QualityRules.TooDark, QualityRules.TooBright, QualityRules.Flat, QualityRules.Blurred,
        Rules.DuplicateInVideo, Rules.DuplicateAcrossVideos, Rules.ClassMissing, Rules.Covered, "kept", "dropped", "other", "changes",
    ];

    /// <summary>Parses a rule as written in a configuration.</summary>
    /// <param name="name">The name, which is stored with each frame that the rule drops: a to z, 0 to 9 and <c>_</c>, at most 40 characters, a letter first.</param>
    /// <param name="text"><c>VALUE &lt; NUMBER</c> or <c>VALUE &gt; NUMBER</c> drops the frames that match; <c>NUMBER</c> changes the threshold of the library's rule; <c>off</c> removes the rule.</param>
    /// <exception cref="UsageException">The name or the text is invalid.</exception>
    public FrameRule(string name, string text)
        : this(RequireName(name), Parse(name, text))
    {
    }

    private FrameRule(string name, (string? Value, bool IsBelow, double? Threshold) rule) =>
        (Name, Value, IsBelow, Threshold) = (name, rule.Value, rule.IsBelow, rule.Threshold);

    /// <summary>The name of the rule.</summary>
    public string Name { get; }

    /// <summary>The score or value that the rule tests; null where only the threshold is given, and for <c>off</c>.</summary>
    public string? Value { get; }

    /// <summary>Whether the rule drops frames below the threshold, rather than above.</summary>
    public bool IsBelow { get; }

    /// <summary>The threshold; a frame exactly at the threshold passes. Null for <c>off</c>.</summary>
    public double? Threshold { get; private init; }

    /// <summary>Creates a rule that drops frames with a value below a threshold.</summary>
    /// <param name="value">The score or value.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="name">The name of the rule.</param>
    /// <exception cref="UsageException">The value or the name is invalid.</exception>
    public static FrameRule DropBelow(string value, double threshold, string name) => new(name, Format(value, '<', threshold));

    /// <summary>Creates a rule that drops frames with a value above a threshold.</summary>
    /// <inheritdoc cref="DropBelow" path="/param"/>
    /// <exception cref="UsageException">The value or the name is invalid.</exception>
    public static FrameRule DropAbove(string value, double threshold, string name) => new(name, Format(value, '>', threshold));

    /// <summary>Creates a change that turns off a rule of the library.</summary>
    /// <param name="name">The name of the rule.</param>
    public static FrameRule Off(string name) => new(name, OffText);

    /// <summary>Formats the rule as written in a configuration.</summary>
    public override string ToString() => (Value, Threshold) switch
    {
        (_, null) => OffText,
        (null, { } threshold) => threshold.ToString(CultureInfo.InvariantCulture),
        ({ } value, { } threshold) => Format(value, IsBelow ? '<' : '>', threshold),
    };

    /// <summary>Parses a rule that a library stores, even if its name has become reserved since.</summary>
    internal static FrameRule FromStored(string name, string text) => new(name, Parse(name, text));

    /// <summary>Returns the same rule with another threshold.</summary>
    internal FrameRule WithThreshold(double threshold) => this with { Threshold = threshold };

    /// <summary>Finds the score or value that the rule tests; null where the frame has no such number.</summary>
    internal double? FindValue(FrameRecord frame) => FrameNames.FindScore(frame, Value!) ?? (frame.Values?.Sampled.TryGetValue(Value!, out var value) == true ? value.Number : null);

    internal Verdict? Evaluate(FrameRecord frame) => FindValue(frame) is { } value && (IsBelow ? value < Threshold : value > Threshold) ? new Verdict(Name, value, Threshold!.Value) : null;

    private static string RequireName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return FrameNames.IsName(name) && !ReservedNames.Contains(name, StringComparer.Ordinal)
            ? name
            : throw new UsageException($"rules.{name}: this is not a valid name for a rule. Use a to z, 0 to 9 and '_', at most {FrameNames.MaxLength} characters, a letter first, and no name of a built-in rule.");
    }

    private static (string? Value, bool IsBelow, double? Threshold) Parse(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Trim() == OffText)
        {
            return (null, false, null);
        }

        var sign = text.AsSpan().IndexOfAny('<', '>');
        var value = sign < 0 ? null : text[..sign].Trim();
        return (value is null || FrameNames.IsName(value))
            && double.TryParse(text.AsSpan(sign + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var threshold) && double.IsFinite(threshold)
            ? (value, sign >= 0 && text[sign] == '<', threshold)
            : throw new UsageException($"rules.{name} takes 'VALUE < NUMBER', 'VALUE > NUMBER', a NUMBER that changes the threshold, or off, such as 'motion < 0.01', not '{text}'.");
    }

    private static string Format(string value, char sign, double threshold) => string.Create(CultureInfo.InvariantCulture, $"{value} {sign} {threshold}");
}
