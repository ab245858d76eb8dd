namespace Reelmill.Vision.Quality;

/// <summary>The rule that a frame violates.</summary>
/// <param name="Rule">The name of the rule, such as those in <see cref="QualityRules"/>.</param>
/// <param name="Score">The score of the frame.</param>
/// <param name="Threshold">The threshold of the rule.</param>
public sealed record Verdict(string Rule, double Score, double Threshold);
