using System.Runtime.CompilerServices;
using Reelmill.Media.Frames;
using Reelmill.Media.Frames.Parts;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Mine;

/// <summary>Decodes videos and samples their frames.</summary>
/// <param name="sampling">The sampling options.</param>
/// <param name="decoder">The decoder.</param>
internal sealed class FrameSampling(SamplingOptions sampling, ParallelDecoder decoder)
{
    public async IAsyncEnumerable<SampledFrame> DecodeAsync(ProbedVideo video, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (sampling.Mode == SamplingMode.Keyframes && !video.Source.RequireVideo().MarksKeyframes)
        {
            video.Item.Workspace.AddRemark("its packets do not mark keyframes, so that only the first frame was sampled; --every samples by time");
        }

        var frames = decoder.DecodeAsync(
            video.Source.Path, video.Source, sampling, damage => video.Item.Workspace.Damage = damage, cancellationToken);
        await foreach (var frame in frames.ConfigureAwait(false))
        {
            yield return new SampledFrame(video, frame);
        }
    }
}
