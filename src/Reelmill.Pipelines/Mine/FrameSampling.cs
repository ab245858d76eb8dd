using System.Runtime.CompilerServices;
using Reelmill.Media.Frames;
using Reelmill.Media.Frames.Parts;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Mine;

/// <summary>Decodes videos and samples them.</summary>
/// <param name="sampling">Which frames are sampled.</param>
/// <param name="decoder">Decodes.</param>
internal sealed class FrameSampling(SamplingOptions sampling, ParallelDecoder decoder)
{
    public async IAsyncEnumerable<SampledFrame> DecodeAsync(ProbedVideo video, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (sampling.Mode == SamplingMode.Keyframes && !video.Source.RequireVideo().MarksKeyframes)
        {
            video.Item.Workspace.AddRemark("its packets do not tell which frames are key frames, so that only the first was taken; --every samples it by time");
        }

        var frames = decoder.DecodeAsync(
            video.Source.Path, video.Source, sampling, damage => video.Item.Workspace.Damage = damage, cancellationToken);
        await foreach (var frame in frames.ConfigureAwait(false))
        {
            yield return new SampledFrame(video, frame);
        }
    }
}
