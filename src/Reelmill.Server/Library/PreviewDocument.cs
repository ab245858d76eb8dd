using System.Text.Json;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Server.Library;

/// <summary>What to decide by, for once.</summary>
/// <param name="Limits">Those of the library's limits that are to be others, by name; null for none.</param>
/// <param name="Video">The video whose decisions are wanted; null for numbers only.</param>
/// <param name="ChangedOnly">Only decisions by which a frame would become kept or dropped: a long video has many that stay.</param>
internal sealed record PreviewRequest(IReadOnlyDictionary<string, JsonElement>? Limits = null, string? Video = null, bool ChangedOnly = false);

/// <summary>What would be decided.</summary>
/// <param name="Frames">The library's frames by the new decision.</param>
/// <param name="NewlyKept">Frames that are dropped and would be kept.</param>
/// <param name="NewlyDropped">Frames that are kept and would be dropped.</param>
/// <param name="Videos">The videos of which any frame would change.</param>
/// <param name="WithoutFile">Frames that would be kept and have no file: they are made again where their video is at hand.</param>
/// <param name="Decisions">The decisions on the frames of the video, by time, or those that change; none when no video was named.</param>
internal sealed record PreviewDocument(RunFrames Frames, long NewlyKept, long NewlyDropped, PreviewVideos Videos, long WithoutFile, IReadOnlyList<DecisionDocument> Decisions);

/// <summary>Videos of which frames would change.</summary>
/// <param name="Kept">Those of which a frame would become kept.</param>
/// <param name="Dropped">Those of which a frame would become dropped.</param>
internal sealed record PreviewVideos(long Kept, long Dropped);

/// <summary>What would be decided on a frame.</summary>
internal sealed record DecisionDocument(long TimeMs, bool Kept, string? Rule, double? Score, double? Threshold, string? Twin)
{
    public static DecisionDocument Of(FrameChange change)
    {
        var frame = change.After;
        return new DecisionDocument(frame.TimeMs, frame.Kept, frame.Rule, frame.Score, frame.Threshold, frame.DuplicateOf);
    }
}
