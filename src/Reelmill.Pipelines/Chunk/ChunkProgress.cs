using System.Globalization;
using Reelmill.Core.Reporting;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Turns the engine's events into those of chunks, and hands the engine's on.</summary>
internal sealed class ChunkProgress(ChunkContext chunks, int total, TimelineRecorder timeline) : IProgress<RunEvent>
{
    private const string Prefix = "chunk ";

    /// <summary>The whole run, once it has ended.</summary>
    public RunReport? Report { get; private set; }

    void IProgress<RunEvent>.Report(RunEvent value)
    {
        switch (value)
        {
            case ItemRetried e:
                chunks.Report(new ChunkRetried(SequenceOf(e.Id), e.Attempt, Math.Round(e.Delay.TotalSeconds, 3), e.Reason));
                break;
            case RunProgress e:
                timeline.Add(e.Report);
                chunks.Report(Of(e.Report));
                break;
            case PipelineFinished e:
                Report = e.Report;
                break;
            default:
                break;
        }

        chunks.Observer.Engine?.Report(value);
    }

    /// <summary>How the engine's events name a chunk, for people.</summary>
    public static string IdOf(ChunkItem item) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{item.Range.Sequence}");

    private static int SequenceOf(string id) => int.Parse(id.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture);

    private PipelineProgress Of(RunReport report)
    {
        var (ended, elapsed) = (report.Done + report.Failed, report.Elapsed.TotalSeconds);
        return new PipelineProgress(
            report.Done, report.Failed, total, report.Stages[0].Queued, Math.Round(elapsed, 3),
            ended > 0 ? Math.Round(elapsed / ended * (total - ended), 1) : null);
    }
}
