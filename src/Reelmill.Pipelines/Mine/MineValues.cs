using Reelmill.Core.Pipelines;
using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Items;
using Reelmill.Vision.Images;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>A sampled frame; it owns its picture.</summary>
internal sealed record SampledFrame(ProbedVideo Video, VideoFrame Picture) : IDisposable, ISized
{
    public long SizeInBytes => Picture.SizeInBytes;

    public ColorSpec Color => Colors.Of(Video.Source.RequireVideo(), Picture.FullRange);

    public void Dispose() => Picture.Dispose();
}

/// <summary>A sampled frame and its scores; it owns its picture.</summary>
internal sealed record ScoredSample(SampledFrame Frame, ScoredFrame Scored) : IDisposable, ISized
{
    public long SizeInBytes => Frame.SizeInBytes;

    /// <summary>What stages of the program's own gave it; null when there are none.</summary>
    public FrameValues? Values { get; init; }

    public void Dispose() => Frame.Dispose();
}

/// <summary>A frame's scores and the decision on it, with its picture (which it owns) when it is kept.</summary>
internal sealed record DecidedFrame(ProbedVideo Video, FrameRecord Record, SampledFrame? Kept) : IDisposable, ISized
{
    public long SizeInBytes => Kept?.SizeInBytes ?? 0;

    public void Dispose() => Kept?.Dispose();
}

/// <summary>A frame whose file, when it is kept, waits for the commit of its video.</summary>
internal sealed record SavedFrame(ProbedVideo Video, FrameRecord Record);
