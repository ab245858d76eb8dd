using System.Globalization;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Settings;
using Reelmill.Vision.Quality;
using Reelmill.Pipelines.FrameStages;

namespace Reelmill.Pipelines.Mine;

/// <summary>A rule of a user's own: it drops the frames of which a score, or a value of a stage, is below or above a threshold.</summary>
/// <remarks>
/// The scores are <c>sharpness</c>, <c>dark</c>, <c>bright</c>, <c>mean</c>, <c>contrast</c>, <c>information</c> and
/// <c>motion</c>; values are those of stages that see every sampled frame. A frame without the value, or with a text
/// there, passes. Rules belong to the library, as limits of quality do: a rule holds until it is changed or turned off.
/// </remarks>
public sealed record FrameRule
{
    private const string NoRule = "off";

    private static readonly string[] Own =
    [
        QualityRules.TooDark, QualityRules.TooBright, QualityRules.Flat, QualityRules.Blurred,
        Rules.DuplicateInVideo, Rules.DuplicateAcrossVideos, Rules.ClassMissing, Rules.Covered, "kept", "dropped", "other", "changes",
    ];

    /// <summary>Takes a rule as a configuration writes it.</summary>
    /// <param name="name">Its name, which is stored with each frame that it drops: a to z, 0 to 9 and <c>_</c>, at most 40, a letter first.</param>
    /// <param name="text"><c>VALUE &lt; NUMBER</c> or <c>VALUE &gt; NUMBER</c>: what is dropped; <c>NUMBER</c>: another threshold of the library's rule; <c>off</c>: no such rule.</param>
    /// <exception cref="UsageException">The name or the text is none.</exception>
    public FrameRule(string name, string text)
        : this(Checked(name), Read(name, text))
    {
    }

    private FrameRule(string name, (string? Value, bool IsBelow, double? Threshold) rule) =>
        (Name, Value, IsBelow, Threshold) = (name, rule.Value, rule.IsBelow, rule.Threshold);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The score or value that it is about; null where only the threshold is given, and for <c>off</c>.</summary>
    public string? Value { get; }

    /// <summary>Whether it drops what is below its threshold, rather than above.</summary>
    public bool IsBelow { get; }

    /// <summary>The threshold, which passes itself; null for <c>off</c>.</summary>
    public double? Threshold { get; private init; }

    /// <summary>Drops frames of which a value is below a threshold.</summary>
    /// <param name="value">The score or value.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="name">The name of the rule.</param>
    /// <exception cref="UsageException">The value or the name is none.</exception>
    public static FrameRule DropBelow(string value, double threshold, string name) => new(name, TextOf(value, '<', threshold));

    /// <summary>Drops frames of which a value is above a threshold.</summary>
    /// <inheritdoc cref="DropBelow" path="/param"/>
    /// <exception cref="UsageException">The value or the name is none.</exception>
    public static FrameRule DropAbove(string value, double threshold, string name) => new(name, TextOf(value, '>', threshold));

    /// <summary>Turns a rule of the library off.</summary>
    /// <param name="name">The name of the rule.</param>
    public static FrameRule Off(string name) => new(name, NoRule);

    /// <summary>The rule as a configuration writes it.</summary>
    public override string ToString() => (Value, Threshold) switch
    {
        (_, null) => NoRule,
        (null, { } threshold) => threshold.ToString(CultureInfo.InvariantCulture),
        ({ } value, { } threshold) => TextOf(value, IsBelow ? '<' : '>', threshold),
    };

    /// <summary>A rule as a library keeps it, whatever names are taken since.</summary>
    internal static FrameRule OfStored(string name, string text) => new(name, Read(name, text));

    /// <summary>The same rule with another threshold.</summary>
    internal FrameRule At(double threshold) => this with { Threshold = threshold };

    /// <summary>What the rule is held against; null where the frame has no such number.</summary>
    internal double? Of(FrameRecord frame) => FrameNames.ScoreOf(frame, Value!) ?? (frame.Values?.Sampled.TryGetValue(Value!, out var value) == true ? value.Number : null);

    internal Verdict? Judge(FrameRecord frame) => Of(frame) is { } value && (IsBelow ? value < Threshold : value > Threshold) ? new Verdict(Name, value, Threshold!.Value) : null;

    private static string Checked(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return FrameNames.IsName(name) && !Own.Contains(name, StringComparer.Ordinal)
            ? name
            : throw new UsageException($"rules.{name}: the name of a rule has a to z, 0 to 9 and '_', at most {FrameNames.MostCharacters}, a letter first, and is none of Reelmill's own.");
    }

    private static (string? Value, bool IsBelow, double? Threshold) Read(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Trim() == NoRule)
        {
            return (null, false, null);
        }

        var sign = text.AsSpan().IndexOfAny('<', '>');
        var value = sign < 0 ? null : text[..sign].Trim();
        return (value is null || FrameNames.IsName(value))
            && double.TryParse(text.AsSpan(sign + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var threshold) && double.IsFinite(threshold)
            ? (value, sign >= 0 && text[sign] == '<', threshold)
            : throw new UsageException($"rules.{name} takes 'VALUE < NUMBER', 'VALUE > NUMBER', a NUMBER for another threshold, or off, such as 'motion < 0.01', not '{text}'.");
    }

    private static string TextOf(string value, char sign, double threshold) => string.Create(CultureInfo.InvariantCulture, $"{value} {sign} {threshold}");
}
