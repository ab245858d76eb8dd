using Reelmill.Media.Formats.Packets;
namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>Decides in which order samples lie in the file: half a second of each track in turn, so that a player need not jump.</summary>
internal static class Mp4Layout
{
    /// <summary>Fills the groups of every track.</summary>
    /// <returns>The groups of all tracks in the order of the file, and the size of the data.</returns>
    public static (IReadOnlyList<(Mp4Tables Track, Mp4Group Group)> Order, long Bytes) Arrange(IReadOnlyList<Mp4Tables> tracks)
    {
        var order = new List<(Mp4Tables, Mp4Group)>();
        var next = new int[tracks.Count];
        long offset = 0;
        while (Earliest(tracks, next) is { } index)
        {
            var track = tracks[index];
            var count = Together(track, next[index]);
            var group = new Mp4Group(next[index], count, track.RunOf(next[index]).Description, offset);
            track.Groups.Add(group);
            order.Add((track, group));
            for (var i = 0; i < count; i++)
            {
                offset += track.Samples[next[index]++].Size;
            }
        }

        return (order, offset);
    }

    private static int? Earliest(IReadOnlyList<Mp4Tables> tracks, int[] next)
    {
        int? earliest = null;
        for (var i = 0; i < tracks.Count; i++)
        {
            if (next[i] < tracks[i].Samples.Length
                && (earliest is not { } e || Ticks.Compare(
                    tracks[i].Samples[next[i]].Dts, tracks[i].TimeBase, tracks[e].Samples[next[e]].Dts, tracks[e].TimeBase) < 0))
            {
                earliest = i;
            }
        }

        return earliest;
    }

    private static int Together(Mp4Tables track, int first)
    {
        var half = Math.Max(1, track.Plan.Track.Timescale / 2);
        var run = track.RunOf(first);
        var count = 1;
        while (first + count < track.Samples.Length
            && track.Samples[first + count].Dts - track.Samples[first].Dts < half
            && ReferenceEquals(track.RunOf(first + count), run))
        {
            count++;
        }

        return count;
    }
}
