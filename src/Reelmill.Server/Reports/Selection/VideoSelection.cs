using Reelmill.Library.Catalog;
using Reelmill.Server.Reports.Survey;

namespace Reelmill.Server.Reports.Selection;

/// <summary>The frames of one video that a report has, spread evenly over the kept and over the dropped ones.</summary>
/// <param name="video">The video.</param>
/// <param name="count">How many frames it has.</param>
/// <param name="kept">How many kept frames the report has room for.</param>
/// <param name="dropped">How many dropped ones.</param>
/// <param name="sources">How many of its inputs.</param>
internal sealed class VideoSelection(VideoSources video, VideoCount count, int kept, int dropped, int sources)
{
    private readonly List<FrameRecord> _frames = [];
    private readonly SortedDictionary<string, long> _leftOutDropped = new(StringComparer.Ordinal);
    private long _leftOutKept;
    private long _seenKept;
    private long _seenDropped;

    public VideoSources Video => video;

    public VideoCount Count => count;

    /// <summary>The frames, by time.</summary>
    public IReadOnlyList<FrameRecord> Frames => _frames;

    /// <summary>What the report does not have.</summary>
    public LeftOut LeftOut => new(
        [.. _leftOutKept > 0 ? [new LeftOutFrames(null, _leftOutKept)] : Array.Empty<LeftOutFrames>(), .. _leftOutDropped.Select(static r => new LeftOutFrames(r.Key, r.Value))],
        Math.Max(0, video.Sources.Count - sources));

    /// <summary>Takes the next frame, in order of time.</summary>
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

    // A run that goes on while the library is read may have brought more frames than were counted.
    private static bool IsNext(ref long seen, long all, int share)
    {
        var index = seen++;
        return index < all && EvenShares.Takes(index, all, share);
    }
}

/// <summary>What a report leaves out of a video.</summary>
/// <param name="Frames">Frames: the kept ones, then dropped ones by rule.</param>
/// <param name="Sources">How many of its inputs.</param>
internal sealed record LeftOut(IReadOnlyList<LeftOutFrames> Frames, int Sources);

/// <summary>Frames that a report leaves out.</summary>
/// <param name="Rule">The rule that dropped them; null for kept ones.</param>
/// <param name="Count">How many.</param>
internal sealed record LeftOutFrames(string? Rule, long Count);
