namespace Reelmill.Pipelines.Runs;

/// <summary>What the stages of a run did over time; drawn by the report.</summary>
/// <param name="Stages">The names of the stages, in order.</param>
/// <param name="Points">Moments in order; at most <see cref="TimelineRecorder.MostPoints"/>.</param>
public sealed record Timeline(IReadOnlyList<string> Stages, IReadOnlyList<TimelinePoint> Points);

/// <summary>One moment of a run.</summary>
/// <param name="Seconds">The time since the run began.</param>
/// <param name="Done">Items that had ended.</param>
/// <param name="Busy">For each stage, the share of its workers' time since the last point that they worked, 0 to 1.</param>
/// <param name="Starved">The same for waiting for input.</param>
/// <param name="Blocked">The same for waiting for output.</param>
/// <param name="Queue">For each stage, how full its queue was, 0 to 1.</param>
public sealed record TimelinePoint(
    double Seconds,
    long Done,
    IReadOnlyList<double> Busy,
    IReadOnlyList<double> Starved,
    IReadOnlyList<double> Blocked,
    IReadOnlyList<double> Queue);
