using Reelmill.Core.Pipelines;
using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Items;
using Reelmill.Vision.Images;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>A sampled frame; it owns its pixels.</summary>
internal sealed record SampledFrame(ProbedVideo Video, VideoFrame Picture) : IDisposable, ISized
{
    /// <summary>What it is decided by; null before it was scored.</summary>
    public ScoredFrame? Scored { get; init; }

    /// <summary>What stages of the program's own gave it; null when there are none.</summary>
    public FrameValues? Values { get; init; }

    public long SizeInBytes => Picture.SizeInBytes;

    public ColorSpec Color => Colors.Of(Video.Source.RequireVideo(), Picture.FullRange);

    public void Dispose() => Picture.Dispose();
}

/// <summary>A frame with the decision on it, as the catalog takes it.</summary>
/// <param name="Video">Its video.</param>
/// <param name="Record">Its scores, the decision, and its file once it is saved.</param>
/// <param name="Kept">Its pixels, which it owns; null when it is dropped or saved.</param>
internal sealed record DecidedFrame(ProbedVideo Video, FrameRecord Record, SampledFrame? Kept) : IDisposable, ISized
{
    public long SizeInBytes => Kept?.SizeInBytes ?? 0;

    public void Dispose() => Kept?.Dispose();
}
