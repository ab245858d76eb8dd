using Reelmill.Library.Catalog;
using Reelmill.Server.Reports.Survey;

namespace Reelmill.Server.Reports.Selection;

/// <summary>Selects the frames of one video for a report, evenly spaced among its kept and among its dropped frames.</summary>
/// <param name="video">The video.</param>
/// <param name="count">The number of frames of the video.</param>
/// <param name="kept">The number of kept frames to select.</param>
/// <param name="dropped">The number of dropped frames to select.</param>
/// <param name="sources">The number of sources to list.</param>
internal sealed class VideoSelection(VideoSources video, VideoCount count, int kept, int dropped, int sources)
{
    private readonly List<FrameRecord> _frames = [];
    private readonly SortedDictionary<string, long> _leftOutDropped = new(StringComparer.Ordinal);
    private long _leftOutKept;
    private long _seenKept;
    private long _seenDropped;

    public VideoSources Video => video;

    public VideoCount Count => count;

    /// <summary>The selected frames, by time.</summary>
    public IReadOnlyList<FrameRecord> Frames => _frames;

    /// <summary>What the report omits of the video.</summary>
    public LeftOut LeftOut => new(
        [.. _leftOutKept > 0 ? [new LeftOutFrames(null, _leftOutKept)] : Array.Empty<LeftOutFrames>(), .. _leftOutDropped.Select(static r => new LeftOutFrames(r.Key, r.Value))],
        Math.Max(0, video.Sources.Count - sources));

    /// <summary>Offers the next frame, in order of time.</summary>
    public void Add(FrameRecord frame)
    {
        if (frame.Kept ? IsNext(ref _seenKept, count.Kept, kept) : IsNext(ref _seenDropped, count.Dropped, dropped))
        {
            _frames.Add(frame);
        }
        else if (frame.Kept)
        {
            _leftOutKept++;
        }
        else
        {
            var rule = frame.Rule ?? string.Empty;
            _leftOutDropped[rule] = _leftOutDropped.GetValueOrDefault(rule) + 1;
        }
    }

    // A run in progress can add frames after they were counted.
    private static bool IsNext(ref long seen, long all, int share)
    {
        var index = seen++;
        return index < all && EvenShares.IsSelected(index, all, share);
    }
}

/// <summary>What a report omits of a video.</summary>
/// <param name="Frames">The omitted frames: the kept ones, then the dropped ones by rule.</param>
/// <param name="Sources">The number of omitted sources.</param>
internal sealed record LeftOut(IReadOnlyList<LeftOutFrames> Frames, int Sources);

/// <summary>A group of frames that a report omits.</summary>
/// <param name="Rule">The rule that dropped them; null for kept ones.</param>
/// <param name="Count">The number of frames.</param>
internal sealed record LeftOutFrames(string? Rule, long Count);
