using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.Mine;

/// <summary>The positions of selected frames in a list, by video and time.</summary>
internal sealed class FramePositions
{
    private readonly Dictionary<string, Dictionary<long, int>> _positions = new(StringComparer.Ordinal);

    /// <summary>The ids of the videos with selected frames.</summary>
    public IReadOnlySet<string> Videos => _positions.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>Finds the positions of the frames that match a predicate.</summary>
    public static FramePositions Find(IReadOnlyList<FrameChange> frames, Func<FrameRecord, bool> predicate)
    {
        var positions = new FramePositions();
        for (var i = 0; i < frames.Count; i++)
        {
            var frame = frames[i].After;
            if (!predicate(frame))
            {
                continue;
            }

            if (!positions._positions.TryGetValue(frame.Video, out var video))
            {
                positions._positions[frame.Video] = video = [];
            }

            video[frame.TimeMs] = i;
        }

        return positions;
    }

    public IReadOnlySet<long> GetTimes(AvailableVideo video) => _positions[video.Content].Keys.ToHashSet();

    public int GetPosition(AvailableVideo video, long timeMs) => _positions[video.Content][timeMs];
}
