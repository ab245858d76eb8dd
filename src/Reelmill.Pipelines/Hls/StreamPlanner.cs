using System.Runtime.CompilerServices;
using Reelmill.Library;
using Reelmill.Media.Frames;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Hls;

/// <summary>Plans the renditions of a video and the parts of its encode.</summary>
internal sealed class StreamPlanner(HlsOptions options, ItemRun run, ScanMeter scans, PassthroughPlanner passthroughPlanner, PartPlanner partPlanner)
{
    /// <summary>Plans a video and returns an encode job for each part.</summary>
    public async IAsyncEnumerable<EncodeJob> PlanAsync(ProbedVideo video, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var plan = EncodePlan.Create(video.Source, options.Ladder, options.AllowUpscale) with
        {
            Scan = await scans.MeasureAsync(video.Source.Path, video.Source, cancellationToken).ConfigureAwait(false),
        };
        plan = options.CopyTop ? await passthroughPlanner.ApplyAsync(plan, cancellationToken).ConfigureAwait(false) : plan;
        plan = options.ParallelChunks ? await partPlanner.ApplyAsync(plan, cancellationToken).ConfigureAwait(false) : plan;
        video.Item.Workspace.Scratch = await run.Library.Artifacts.ScratchAsync(LibraryLayout.Hls, video.Id, cancellationToken).ConfigureAwait(false);
        var progress = new EncodingProgress(video.Input.Display, plan, run.Ledger);
        foreach (var part in plan.Parts)
        {
            yield return new EncodeJob(video, plan, part, progress);
        }
    }
}
