namespace Reelmill.Server.Reports.Survey;

/// <summary>How one score is spread over all frames of a library, on an axis from 0 to 1.</summary>
/// <param name="Score">The member of a frame's document that has the score.</param>
/// <param name="Kept">How many kept frames lie in each bar, from the left.</param>
/// <param name="Dropped">The same for dropped frames.</param>
/// <param name="Ticks">What is labelled on the axis.</param>
/// <param name="Threshold">What the score is held against; null when no rule compares it.</param>
internal sealed record ScoreDocument(
    string Score, IReadOnlyList<long> Kept, IReadOnlyList<long> Dropped, IReadOnlyList<ScorePlace> Ticks, ScoreThreshold? Threshold)
{
    public static ScoreDocument Of(ScoreHistogram histogram) => new(
        histogram.Kind.Name,
        histogram.Kept.ToArray(),
        histogram.Dropped.ToArray(),
        [.. histogram.Kind.Scale.Ticks.Select(t => PlaceOf(histogram.Kind, t))],
        histogram.Threshold is { } value ? new ScoreThreshold(PlaceOf(histogram.Kind, value), histogram.Kind.Rule!, histogram.Kind.DropsBelow, histogram.IsRecorded) : null);

    private static ScorePlace PlaceOf(ScoreKind kind, double value) => new(value, Math.Round(kind.Scale.PlaceOf(value), 4));
}

/// <summary>A score and where it lies on its axis.</summary>
/// <param name="Value">The score.</param>
/// <param name="At">The place, 0 to 1.</param>
internal sealed record ScorePlace(double Value, double At);

/// <summary>The threshold of a rule.</summary>
/// <param name="Place">Its value and where that lies.</param>
/// <param name="Rule">The rule.</param>
/// <param name="DropsBelow">Whether the rule drops what is below, rather than above.</param>
/// <param name="Recorded">Whether a frame recorded it; the default otherwise.</param>
internal sealed record ScoreThreshold(ScorePlace Place, string Rule, bool DropsBelow, bool Recorded);
