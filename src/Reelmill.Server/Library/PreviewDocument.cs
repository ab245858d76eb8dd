using System.Text.Json;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Server.Library;

/// <summary>The body of a preview request.</summary>
/// <param name="Limits">The limits to change for the preview, by name; null for none.</param>
/// <param name="Video">The video whose decisions are returned; null for counts only.</param>
/// <param name="ChangedOnly">Whether only the decisions that differ from the present ones are returned.</param>
internal sealed record PreviewRequest(IReadOnlyDictionary<string, JsonElement>? Limits = null, string? Video = null, bool ChangedOnly = false);

/// <summary>The decisions that the previewed limits would make.</summary>
/// <param name="Frames">The number of the library's frames by the new decision.</param>
/// <param name="NewlyKept">The number of dropped frames that would be kept.</param>
/// <param name="NewlyDropped">The number of kept frames that would be dropped.</param>
/// <param name="Videos">The number of videos with frames that would change.</param>
/// <param name="WithoutFile">The number of frames that would be kept but have no file; they are decoded again where their video is available.</param>
/// <param name="Decisions">The decisions on the frames of the requested video, by time; empty when no video was requested.</param>
internal sealed record PreviewDocument(RunFrames Frames, long NewlyKept, long NewlyDropped, PreviewVideos Videos, long WithoutFile, IReadOnlyList<DecisionDocument> Decisions);

/// <summary>The number of videos with frames that would change.</summary>
/// <param name="Kept">The videos with at least one frame that would become kept.</param>
/// <param name="Dropped">The videos with at least one frame that would become dropped.</param>
internal sealed record PreviewVideos(long Kept, long Dropped);

/// <summary>The previewed decision on a frame.</summary>
internal sealed record DecisionDocument(long TimeMs, bool Kept, string? Rule, double? Score, double? Threshold, string? Twin)
{
    public static DecisionDocument From(FrameChange change)
    {
        var frame = change.After;
        return new DecisionDocument(frame.TimeMs, frame.Kept, frame.Rule, frame.Score, frame.Threshold, frame.DuplicateOf);
    }
}
