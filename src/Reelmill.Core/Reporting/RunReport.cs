
namespace Reelmill.Core.Reporting;

/// <summary>Counts of a run, so far or in total.</summary>
/// <param name="Pipeline">The name of the pipeline.</param>
/// <param name="Queued">The number of items received from the source.</param>
/// <param name="Done">The number of items that are done.</param>
/// <param name="Dropped">The number of items of which no value reached the end, with a reason.</param>
/// <param name="Failed">The number of items that failed.</param>
/// <param name="Elapsed">The time since the run began.</param>
/// <param name="Stages">The reports of the stages, in order.</param>
/// <param name="Stopped">Whether the run was asked to stop before its input ended.</param>
public sealed record RunReport(
    string Pipeline,
    long Queued,
    long Done,
    long Dropped,
    long Failed,
    TimeSpan Elapsed,
    IReadOnlyList<StageReport> Stages,
    bool Stopped)
{
    /// <summary>The first error of the event listener; null when there was none. Such an error does not end the run.</summary>
    public Exception? ListenerError { get; init; }

    /// <summary>The stage that limits the run, with advice; null before any work.</summary>
    public Bottleneck? Bottleneck => Bottleneck.Find(Stages);
}
