using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Reports.Survey;

namespace Reelmill.Pipelines.Reports.Sheet;

/// <summary>What the contact sheet shows of one video: records, not pictures.</summary>
internal sealed class VideoSheet(VideoSources video, VideoCount count, int pictures, int mostDrops)
{
    private readonly List<FrameRecord> _pictures = [];
    private readonly List<DropRun> _drops = [];
    private readonly SortedDictionary<string, long> _unshown = new(StringComparer.Ordinal);
    private readonly Ribbon _ribbon = new(count.Sampled);
    private long _kept;
    private bool _inRun;

    public VideoSources Video => video;

    public VideoCount Count => count;

    /// <summary>The item that stands for the video, when it was found.</summary>
    public Item? Item { get; set; }

    /// <summary>The kept frames that have a picture on the page.</summary>
    public IReadOnlyList<FrameRecord> Pictures => _pictures;

    /// <summary>The first groups of dropped frames.</summary>
    public IReadOnlyList<DropRun> Drops => _drops;

    /// <summary>Dropped frames that no group shows, by rule.</summary>
    public IReadOnlyDictionary<string, long> Unshown => _unshown;

    public Ribbon Ribbon => _ribbon;

    /// <summary>Takes the next frame, in order of time.</summary>
    public void Add(FrameRecord frame)
    {
        _ribbon.Add(frame.Kept ? null : frame.Rule ?? string.Empty);
        if (frame.Kept)
        {
            AddKept(frame);
        }
        else
        {
            AddDropped(frame);
        }

        _inRun = !frame.Kept;
    }

    private void AddKept(FrameRecord frame)
    {
        // A run that is being added to while the library is read may have brought more frames than were counted.
        if (_kept < count.Kept && PictureShares.Takes(_kept, count.Kept, pictures))
        {
            _pictures.Add(frame);
        }

        _kept++;
    }

    private void AddDropped(FrameRecord frame)
    {
        if (_inRun && _unshown.Count == 0 && _drops[^1].With(frame) is { } longer)
        {
            _drops[^1] = longer;
        }
        else if (_unshown.Count == 0 && _drops.Count < mostDrops)
        {
            _drops.Add(DropRun.Of(frame));
        }
        else
        {
            var rule = frame.Rule ?? string.Empty;
            _unshown[rule] = _unshown.GetValueOrDefault(rule) + 1;
        }
    }
}
