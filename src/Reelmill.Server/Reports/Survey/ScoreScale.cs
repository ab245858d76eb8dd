namespace Reelmill.Server.Reports.Survey;

/// <summary>Where scores lie on an axis: from 0 at its left to 1 at its right end.</summary>
/// <param name="Least">The score at the left end.</param>
/// <param name="Most">The score at the right end.</param>
/// <param name="IsLogarithmic">Whether equal steps mean equal ratios.</param>
/// <param name="Ticks">The scores that are labelled.</param>
internal sealed record ScoreScale(double Least, double Most, bool IsLogarithmic, IReadOnlyList<double> Ticks)
{
    /// <summary>The place of a score; what lies outside is at the nearer end.</summary>
    public double PlaceOf(double score)
    {
        var bounded = Math.Clamp(score, Least, Most);
        return IsLogarithmic ? Math.Log(bounded / Least) / Math.Log(Most / Least) : (bounded - Least) / (Most - Least);
    }
}
