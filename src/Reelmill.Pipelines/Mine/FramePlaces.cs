using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.Mine;

/// <summary>Where in a list some of its frames are, by video and time.</summary>
internal sealed class FramePlaces
{
    private readonly Dictionary<string, Dictionary<long, int>> _places = new(StringComparer.Ordinal);

    /// <summary>The videos that have any.</summary>
    public IReadOnlySet<string> Videos => _places.Keys.ToHashSet(StringComparer.Ordinal);

    public static FramePlaces Of(IReadOnlyList<FrameChange> frames, Func<FrameRecord, bool> wanted)
    {
        var places = new FramePlaces();
        for (var i = 0; i < frames.Count; i++)
        {
            var frame = frames[i].After;
            if (!wanted(frame))
            {
                continue;
            }

            if (!places._places.TryGetValue(frame.Video, out var video))
            {
                places._places[frame.Video] = video = [];
            }

            video[frame.TimeMs] = i;
        }

        return places;
    }

    public IReadOnlySet<long> Times(VideoAtHand video) => _places[video.Content].Keys.ToHashSet();

    public int Place(VideoAtHand video, long timeMs) => _places[video.Content][timeMs];
}
