using System.Runtime.CompilerServices;
using Reelmill.Library;
using Reelmill.Media.Frames;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Hls;

/// <summary>Decides what is made of a video, and in how many parts.</summary>
internal sealed class StreamPlanning(HlsOptions options, ItemRun run, ScanMeter scans, CopyTop copyTop, ParallelParts parallelParts)
{
    /// <summary>Decides what is made of a video, and in how many parts.</summary>
    public async IAsyncEnumerable<EncodeJob> PlanAsync(ProbedVideo video, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var plan = EncodePlan.For(video.Source, options.Ladder, options.AllowUpscale) with
        {
            Scan = await scans.MeasureAsync(video.Source.Path, video.Source, cancellationToken).ConfigureAwait(false),
        };
        plan = options.CopyTop ? await copyTop.ApplyAsync(plan, cancellationToken).ConfigureAwait(false) : plan;
        plan = options.ParallelChunks ? await parallelParts.ApplyAsync(plan, cancellationToken).ConfigureAwait(false) : plan;
        video.Item.Workspace.Scratch = await run.Library.Artifacts.CreateScratchFolderAsync(LibraryLayout.Hls, video.Id, cancellationToken).ConfigureAwait(false);
        var progress = new EncodingProgress(video.Input.Display, plan, run.Ledger);
        foreach (var part in plan.Parts)
        {
            yield return new EncodeJob(video, plan, part, progress);
        }
    }
}
