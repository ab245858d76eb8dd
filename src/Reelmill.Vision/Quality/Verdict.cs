namespace Reelmill.Vision.Quality;

/// <summary>Why a frame was refused.</summary>
/// <param name="Rule">The rule that decided: one of the names in <see cref="QualityRules"/>.</param>
/// <param name="Score">What was measured.</param>
/// <param name="Threshold">What it was held against.</param>
public sealed record Verdict(string Rule, double Score, double Threshold);
