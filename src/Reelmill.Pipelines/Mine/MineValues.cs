using Reelmill.Core.Running;
using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Items;
using Reelmill.Vision.Images;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>A sampled frame, which owns its pixels.</summary>
internal sealed record SampledFrame(ProbedVideo Video, VideoFrame Frame) : IDisposable, ISized
{
    /// <summary>The scores; null before the stage <c>score</c>.</summary>
    public ScoredFrame? Scored { get; init; }

    /// <summary>The values of custom stages; null when there are none.</summary>
    public FrameValues? Values { get; init; }

    public long SizeInBytes => Frame.SizeInBytes;

    public ColorSpec Color => Colors.GetSpec(Video.Source.RequireVideo(), Frame.FullRange);

    public void Dispose() => Frame.Dispose();
}

/// <summary>A decided frame, as the catalog records it.</summary>
/// <param name="Video">The video of the frame.</param>
/// <param name="Record">The scores, the decision, and the file once it is saved.</param>
/// <param name="Kept">The sampled frame with its pixels, owned by this value; null when the frame is dropped or saved.</param>
internal sealed record DecidedFrame(ProbedVideo Video, FrameRecord Record, SampledFrame? Kept) : IDisposable, ISized
{
    public long SizeInBytes => Kept?.SizeInBytes ?? 0;

    public void Dispose() => Kept?.Dispose();
}
