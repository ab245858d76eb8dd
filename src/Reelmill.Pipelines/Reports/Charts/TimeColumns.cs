using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Reports.Charts;

/// <summary>Brings moments at any distance to columns of equal width: each column is the mean over its time.</summary>
internal sealed class TimeColumns
{
    /// <summary>How many columns there are.</summary>
    public const int Count = 240;

    private readonly Timeline _timeline;

    public TimeColumns(Timeline timeline)
    {
        _timeline = timeline;
        Seconds = timeline.Points.Count == 0 ? 0 : Math.Max(0, timeline.Points[^1].Seconds);
    }

    /// <summary>The time that all columns cover.</summary>
    public double Seconds { get; }

    /// <summary>The means of one value, which a point holds for the time since the point before.</summary>
    public double[] Of(Func<TimelinePoint, double> value)
    {
        var sums = new double[Count];
        var from = 0.0;
        foreach (var point in _timeline.Points)
        {
            var to = Math.Clamp(point.Seconds / Seconds * Count, from, Count);
            var share = value(point);
            for (var column = (int)from; column < Count && column < to; column++)
            {
                sums[column] += share * (Math.Min(to, column + 1) - Math.Max(from, column));
            }

            from = to;
        }

        return sums;
    }
}
