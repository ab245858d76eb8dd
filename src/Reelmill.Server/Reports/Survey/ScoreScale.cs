namespace Reelmill.Server.Reports.Survey;

/// <summary>Maps scores to places on an axis from 0 (left) to 1 (right).</summary>
/// <param name="Min">The score at the left end.</param>
/// <param name="Max">The score at the right end.</param>
/// <param name="IsLogarithmic">Whether the axis is logarithmic.</param>
/// <param name="Ticks">The scores to label.</param>
internal sealed record ScoreScale(double Min, double Max, bool IsLogarithmic, IReadOnlyList<double> Ticks)
{
    /// <summary>Gets the place of a score; scores outside the range are clamped.</summary>
    public double GetPlace(double score)
    {
        var bounded = Math.Clamp(score, Min, Max);
        return IsLogarithmic ? Math.Log(bounded / Min) / Math.Log(Max / Min) : (bounded - Min) / (Max - Min);
    }
}
