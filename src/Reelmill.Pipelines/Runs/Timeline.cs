namespace Reelmill.Pipelines.Runs;

/// <summary>The activity of a run's stages over time, which the report draws.</summary>
/// <param name="Stages">The names of the stages, in order.</param>
/// <param name="Points">The points in time order; at most <see cref="TimelineRecorder.MaxPoints"/>.</param>
public sealed record Timeline(IReadOnlyList<string> Stages, IReadOnlyList<TimelinePoint> Points);

/// <summary>One point of a timeline.</summary>
/// <param name="Seconds">The time since the run began.</param>
/// <param name="Done">The number of items that have ended.</param>
/// <param name="Busy">For each stage, the share of worker time spent working since the last point, 0 to 1.</param>
/// <param name="Starved">For each stage, the share of worker time spent waiting for input since the last point, 0 to 1.</param>
/// <param name="Blocked">For each stage, the share of worker time spent waiting for output since the last point, 0 to 1.</param>
/// <param name="Queue">For each stage, the fill level of its queue, 0 to 1.</param>
public sealed record TimelinePoint(
    double Seconds,
    long Done,
    IReadOnlyList<double> Busy,
    IReadOnlyList<double> Starved,
    IReadOnlyList<double> Blocked,
    IReadOnlyList<double> Queue);
