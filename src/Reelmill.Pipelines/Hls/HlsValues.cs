using Reelmill.Library.Catalog;
using Reelmill.Media.Hls.Checking;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Hls;

/// <summary>One part of the encode of a video.</summary>
/// <param name="Video">The video.</param>
/// <param name="Plan">The plan of the whole encode.</param>
/// <param name="Part">The part to encode.</param>
/// <param name="Progress">The progress of all parts together.</param>
internal sealed record EncodeJob(ProbedVideo Video, EncodePlan Plan, EncodePart Part, EncodingProgress Progress)
{
    /// <summary>The first error that decoding the part reported; null for none.</summary>
    public string? Damage { get; init; }
}

/// <summary>A packaged stream, not yet committed.</summary>
/// <param name="Video">The video.</param>
/// <param name="Stream">The tracks of the stream.</param>
/// <param name="Files">The files of the stream.</param>
internal sealed record PackagedStream(ProbedVideo Video, StreamDescription Stream, IReadOnlyList<Artifact> Files);

/// <summary>A stream that passed the check.</summary>
/// <param name="Packaged">The packaged stream.</param>
/// <param name="Report">The report of the check, without a broken MUST rule.</param>
internal sealed record CheckedStream(PackagedStream Packaged, HlsReport Report);
