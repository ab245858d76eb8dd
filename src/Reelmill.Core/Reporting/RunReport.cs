
namespace Reelmill.Core.Reporting;

/// <summary>What a run has done so far, or in all.</summary>
/// <param name="Pipeline">The name of the pipeline.</param>
/// <param name="Queued">Items taken in.</param>
/// <param name="Done">Items that are done.</param>
/// <param name="Dropped">Items of which nothing reached the end, with a reason.</param>
/// <param name="Failed">Items that failed.</param>
/// <param name="Elapsed">The time since the run began.</param>
/// <param name="Stages">Each stage, in order.</param>
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
    /// <summary>What the listener of events threw first; null when it threw nothing. The run went on.</summary>
    public Exception? ListenerError { get; init; }

    /// <summary>Which stage limits the run and what would help; null before anything was done.</summary>
    public Bottleneck? Bottleneck => Bottleneck.Of(Stages);
}
