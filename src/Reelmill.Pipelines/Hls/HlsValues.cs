using Reelmill.Library.Artifacts;
using Reelmill.Media.Hls.Checking;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Hls;

/// <summary>A part of a video's encode.</summary>
/// <param name="Video">The video.</param>
/// <param name="Plan">What is made of it in all.</param>
/// <param name="Part">What this part makes.</param>
/// <param name="Progress">How far the parts are, together.</param>
internal sealed record EncodeJob(ProbedVideo Video, EncodePlan Plan, EncodePart Part, EncodingProgress Progress);

/// <summary>A stream whose files wait for their commit.</summary>
/// <param name="Video">The video.</param>
/// <param name="Stream">What it offers.</param>
/// <param name="Files">Its files.</param>
internal sealed record PackagedStream(ProbedVideo Video, StreamDescription Stream, IReadOnlyList<Artifact> Files);

/// <summary>A stream that was checked and may be shown.</summary>
/// <param name="Packaged">The stream.</param>
/// <param name="Report">What the check found; nothing that must not be.</param>
internal sealed record CheckedStream(PackagedStream Packaged, HlsReport Report);
