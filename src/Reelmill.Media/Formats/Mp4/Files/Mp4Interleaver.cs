using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>Interleaves the samples of several tracks in chunks of half a second, so that a player reads the file without seeking.</summary>
internal static class Mp4Interleaver
{
    /// <summary>Assigns the samples of every track to chunks and fills <see cref="Mp4TrackSamples.Chunks"/>.</summary>
    /// <returns>The chunks of all tracks in file order, and the size of the media data in bytes.</returns>
    public static (IReadOnlyList<(Mp4TrackSamples Track, Mp4SampleChunk Chunk)> Order, long Bytes) Interleave(IReadOnlyList<Mp4TrackSamples> tracks)
    {
        var order = new List<(Mp4TrackSamples, Mp4SampleChunk)>();
        var next = new int[tracks.Count];
        long offset = 0;
        while (FindEarliest(tracks, next) is { } index)
        {
            var track = tracks[index];
            var count = CountChunkSamples(track, next[index]);
            var chunk = new Mp4SampleChunk(next[index], count, track.GetRun(next[index]).SampleEntry, offset);
            track.Chunks.Add(chunk);
            order.Add((track, chunk));
            for (var i = 0; i < count; i++)
            {
                offset += track.Samples[next[index]++].Size;
            }
        }

        return (order, offset);
    }

    private static int? FindEarliest(IReadOnlyList<Mp4TrackSamples> tracks, int[] next)
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

    private static int CountChunkSamples(Mp4TrackSamples track, int first)
    {
        var halfSecond = Math.Max(1, track.Plan.Header.Timescale / 2);
        var run = track.GetRun(first);
        var count = 1;
        while (first + count < track.Samples.Length
            && track.Samples[first + count].Dts - track.Samples[first].Dts < halfSecond
            && ReferenceEquals(track.GetRun(first + count), run))
        {
            count++;
        }

        return count;
    }
}
