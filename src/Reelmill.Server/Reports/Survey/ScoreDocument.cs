namespace Reelmill.Server.Reports.Survey;

/// <summary>The distribution of one score over all frames of a library, on an axis from 0 to 1.</summary>
/// <param name="Score">The JSON property of the score in a frame's document.</param>
/// <param name="Kept">The number of kept frames in each bin, from the left.</param>
/// <param name="Dropped">The number of dropped frames in each bin.</param>
/// <param name="Ticks">The labeled places of the axis.</param>
/// <param name="Threshold">The threshold of the rule that uses the score; null when no rule does.</param>
internal sealed record ScoreDocument(
    string Score, IReadOnlyList<long> Kept, IReadOnlyList<long> Dropped, IReadOnlyList<ScorePlace> Ticks, ScoreThreshold? Threshold)
{
    public static ScoreDocument From(ScoreHistogram histogram) => new(
        histogram.Kind.Name,
        histogram.Kept.ToArray(),
        histogram.Dropped.ToArray(),
        [.. histogram.Kind.Scale.Ticks.Select(t => CreatePlace(histogram.Kind, t))],
        histogram.Threshold is { } value ? new ScoreThreshold(CreatePlace(histogram.Kind, value), histogram.Kind.Rule!, histogram.Kind.DropsBelow, histogram.IsRecorded) : null);

    private static ScorePlace CreatePlace(ScoreKind kind, double value) => new(value, Math.Round(kind.Scale.GetPlace(value), 4));
}

/// <summary>A score and its place on the axis.</summary>
/// <param name="Value">The score.</param>
/// <param name="At">The place, 0 to 1.</param>
internal sealed record ScorePlace(double Value, double At);

/// <summary>The threshold of a rule.</summary>
/// <param name="Place">The threshold and its place on the axis.</param>
/// <param name="Rule">The rule.</param>
/// <param name="DropsBelow">Whether the rule drops frames below the threshold rather than above.</param>
/// <param name="Recorded">Whether a frame recorded the threshold; otherwise it is the default.</param>
internal sealed record ScoreThreshold(ScorePlace Place, string Rule, bool DropsBelow, bool Recorded);
