using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Server.Library;
using Reelmill.Server.Reports.Selection;

namespace Reelmill.Server.Reports.Thumbnails;

/// <summary>Selects the thumbnails of a report: those of all selected kept frames, and of some dropped frames and the frames that they duplicate.</summary>
internal sealed class ThumbnailList
{
    private readonly List<ThumbnailFile> _files = [];
    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);

    public ThumbnailList(ReportSelection selection, ReportLimits limits)
    {
        foreach (var frame in selection.Videos.SelectMany(static v => v.Frames).Where(static f => f.Kept))
        {
            Add(frame.Video, frame.TimeMs, frame.Path);
        }

        var remaining = limits.DroppedThumbnails;
        for (var i = 0; i < selection.Videos.Count; i++)
        {
            // The unused share of one video goes to the videos after it.
            remaining -= AddDropped(selection.Videos[i], remaining / (selection.Videos.Count - i));
        }
    }

    public IReadOnlyList<ThumbnailFile> Files => _files;

    /// <summary>Finds the API path of a frame's image; null when the report has no thumbnail of the frame.</summary>
    public string? Find(FrameRecord frame) => LibraryUrls.FrameImage(frame.Video, frame.TimeMs) is var address && _addresses.Contains(address) ? address : null;

    private int AddDropped(VideoSelection video, int maxThumbnails)
    {
        var before = _files.Count;
        foreach (var frame in video.Frames.Where(static f => !f.Kept))
        {
            if (_files.Count - before < maxThumbnails && frame.DroppedFile is { } file)
            {
                Add(frame.Video, frame.TimeMs, file.Path);
            }

            if (_files.Count - before < maxThumbnails && FrameReference.Parse(frame.DuplicateOf) is var (duplicated, timeMs))
            {
                Add(duplicated, timeMs, $"{LibraryLayout.Frames}/{duplicated}/{LibraryLayout.FrameName(timeMs)}");
            }
        }

        return _files.Count - before;
    }

    private void Add(string video, long timeMs, string? path)
    {
        var address = LibraryUrls.FrameImage(video, timeMs);
        if (_addresses.Add(address))
        {
            _files.Add(new ThumbnailFile(address, path));
        }
    }
}
