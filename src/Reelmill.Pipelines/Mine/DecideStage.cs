using System.Runtime.CompilerServices;
using Reelmill.Core.Running;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// Decides on each frame from its own video alone, in frame order. Frames of several videos may interleave; the state of a
/// video is collected with the video.
/// </summary>
internal sealed class DecideStage(LibraryLimits limits) : Stage<SampledFrame, DecidedFrame>
{
    private readonly ConditionalWeakTable<ProbedVideo, VideoDecider> _videos = [];

    public override ValueTask ProcessAsync(SampledFrame value, StageOutput<DecidedFrame> output, CancellationToken cancellationToken)
    {
        var video = value.Video;
        var decider = _videos.GetValue(video, v => new VideoDecider(v.Id, limits));
        var record = decider.Decide(value);
        if (record.Kept)
        {
            return output.EmitAsync(new DecidedFrame(video, record, value));
        }

        output.Drop(record.Rule!);
        value.Dispose();
        return output.EmitAsync(new DecidedFrame(video, record, null));
    }
}
