using Reelmill.Library.Catalog;
using Reelmill.Vision.Quality;

namespace Reelmill.Server.Reports.Survey;

/// <summary>A score that the report shows, and the rule that uses it.</summary>
/// <param name="Name">The JSON property of the score in a frame's document.</param>
/// <param name="Scale">The axis.</param>
/// <param name="Read">Reads the score of a frame; null when the frame has none.</param>
/// <param name="Rule">The rule that uses the score; null when none does.</param>
/// <param name="DropsBelow">Whether the rule drops frames below its threshold rather than above.</param>
/// <param name="DefaultThreshold">The threshold when no frame recorded one.</param>
internal sealed record ScoreKind(
    string Name,
    ScoreScale Scale,
    Func<FrameRecord, double?> Read,
    string? Rule = null,
    bool DropsBelow = true,
    double? DefaultThreshold = null)
{
    private static readonly QualityLimits Defaults = new();
    private static readonly ScoreScale Share = new(0, 1, IsLogarithmic: false, [0, 0.25, 0.5, 0.75, 1]);

    /// <summary>All scores, in display order.</summary>
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

    /// <summary>Gets the threshold that a frame recorded for this score; null when another rule or score decided on the frame.</summary>
    /// <remarks>Contrast and information share the rule <c>flat</c>; the recorded value tells which of the two decided.</remarks>
    public double? GetThreshold(FrameRecord frame) =>
        Rule is not null && frame.Rule == Rule && frame.Score is { } score && score.Equals(Read(frame)) ? frame.Threshold : null;
}
