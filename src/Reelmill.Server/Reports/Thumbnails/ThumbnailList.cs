using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Server.Library;
using Reelmill.Server.Reports.Selection;

namespace Reelmill.Server.Reports.Thumbnails;

/// <summary>Which thumbnails a report has: those of all its kept frames, and some of its dropped ones and of what was kept instead of them.</summary>
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

        var left = limits.DroppedThumbnails;
        for (var i = 0; i < selection.Videos.Count; i++)
        {
            // What one video leaves of its share goes to those after it.
            left -= AddDropped(selection.Videos[i], left / (selection.Videos.Count - i));
        }
    }

    public IReadOnlyList<ThumbnailFile> Files => _files;

    /// <summary>Where the API has the image of a frame; null when the report does not have it.</summary>
    public string? Find(FrameRecord frame) => LibraryUrls.Picture(frame.Video, frame.TimeMs) is var address && _addresses.Contains(address) ? address : null;

    private int AddDropped(VideoSelection video, int most)
    {
        var before = _files.Count;
        foreach (var frame in video.Frames.Where(static f => !f.Kept))
        {
            if (_files.Count - before < most && frame.DroppedFile is { } file)
            {
                Add(frame.Video, frame.TimeMs, file.Path);
            }

            if (_files.Count - before < most && TwinName.Parse(frame.DuplicateOf) is var (twin, timeMs))
            {
                Add(twin, timeMs, $"{LibraryLayout.Frames}/{twin}/{LibraryLayout.FrameName(timeMs)}");
            }
        }

        return _files.Count - before;
    }

    private void Add(string video, long timeMs, string? path)
    {
        var address = LibraryUrls.Picture(video, timeMs);
        if (_addresses.Add(address))
        {
            _files.Add(new ThumbnailFile(address, path));
        }
    }
}
