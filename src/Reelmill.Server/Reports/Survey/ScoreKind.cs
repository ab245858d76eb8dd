using Reelmill.Library.Catalog;
using Reelmill.Vision.Quality;

namespace Reelmill.Server.Reports.Survey;

/// <summary>One of the scores that the report shows, and the rule that compares it.</summary>
/// <param name="Name">The member of a frame's document that has it.</param>
/// <param name="Scale">Its axis.</param>
/// <param name="Of">Reads it; null when the frame has none.</param>
/// <param name="Rule">The rule that compares it; null when none does.</param>
/// <param name="DropsBelow">Whether the rule drops what is below its threshold, rather than above.</param>
/// <param name="DefaultThreshold">The threshold when no frame recorded one.</param>
internal sealed record ScoreKind(
    string Name,
    ScoreScale Scale,
    Func<FrameRecord, double?> Of,
    string? Rule = null,
    bool DropsBelow = true,
    double? DefaultThreshold = null)
{
    private static readonly QualityLimits Defaults = new();
    private static readonly ScoreScale Share = new(0, 1, IsLogarithmic: false, [0, 0.25, 0.5, 0.75, 1]);

    /// <summary>All, in the order in which they are shown.</summary>
    public static IReadOnlyList<ScoreKind> All { get; } =
    [
        new("sharpness", new(0.1, 10_000, IsLogarithmic: true, [1, 10, 100, 1000]),
            static f => f.Sharpness, QualityRules.Blurred, DefaultThreshold: Defaults.MinSharpness),
        new("dark", Share, static f => f.Dark, QualityRules.TooDark, DefaultThreshold: Defaults.DarkBelow),
        new("bright", Share, static f => f.Bright, QualityRules.TooBright, DropsBelow: false, Defaults.BrightAbove),
        new("contrast", new(0, 0.5, IsLogarithmic: false, [0, 0.1, 0.2, 0.3, 0.4, 0.5]),
            static f => f.Contrast, QualityRules.Flat, DefaultThreshold: Defaults.MinContrast),
        new("information", new(0, 8, IsLogarithmic: false, [0, 2, 4, 6, 8]),
            static f => f.Information, QualityRules.Flat, DefaultThreshold: Defaults.MinInformation),
        new("motion", new(0, 0.5, IsLogarithmic: false, [0, 0.1, 0.2, 0.3, 0.4, 0.5]), static f => f.Motion),
    ];

    /// <summary>The threshold that a frame recorded for this score, or null when another rule or score decided on it.</summary>
    /// <remarks>Two scores share the rule <c>flat</c>: the one it compared is the one whose value it recorded.</remarks>
    public double? ThresholdOf(FrameRecord frame) =>
        Rule is not null && frame.Rule == Rule && frame.Score is { } score && score.Equals(Of(frame)) ? frame.Threshold : null;
}
