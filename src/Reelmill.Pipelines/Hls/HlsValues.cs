using Reelmill.Library.Artifacts;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Playlists;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Hls;

/// <summary>A video whose renditions are encoded.</summary>
/// <param name="Video">The video.</param>
/// <param name="Plan">What was encoded.</param>
/// <param name="Folder">Where the encoder's files are.</param>
internal sealed record EncodedVideo(ProbedVideo Video, EncodePlan Plan, string Folder);

/// <summary>A stream whose files wait for their commit.</summary>
/// <param name="Video">The video.</param>
/// <param name="Stream">What it offers.</param>
/// <param name="Files">Its files.</param>
internal sealed record PackagedStream(ProbedVideo Video, StreamDescription Stream, IReadOnlyList<Artifact> Files);
