using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Chunking;

/// <summary>Joins the video of MP4 chunks into one MP4 file.</summary>
internal static class Mp4Joiner
{
    /// <summary>Writes the packets of all chunks at their times. A chunk with other codec parameters keeps its own sample description.</summary>
    public static void Write(ChunkManifest manifest, List<ChunkToJoin> parts, string target, CancellationToken cancellationToken)
    {
        var descriptions = new List<ReadOnlyMemory<byte>>();
        var runs = new List<Mp4SampleRun>(parts.Count);
        foreach (var part in parts)
        {
            var number = descriptions.FindIndex(d => d.Span.SequenceEqual(part.Track!.SampleEntries.Span));
            if (number < 0)
            {
                number = descriptions.Count;
                descriptions.Add(part.Track!.SampleEntries);
            }

            var shift = Ticks.Round(part.Segment.FirstSourcePts!.Value, manifest.TimeUnit, part.TimeBase) - ChunkVideo.FirstShownPts(part.Packets);
            runs.Add(new Mp4SampleRun(part.Path, (uint)number + 1, [.. part.Packets.Select(p => p with { Pts = p.Pts + shift, Dts = p.Dts + shift })]));
        }

        ClampDts(runs);
        var track = parts[0].Track! with
        {
            SampleEntries = descriptions.SelectMany(static d => d.ToArray()).ToArray(),
            SampleEntryCount = (uint)descriptions.Count,
        };
        Mp4Writer.Write(target, manifest.Segments[0].FirstSourcePts!.Value, manifest.TimeUnit, [new Mp4TrackPlan(track, runs)], cancellationToken);
    }

    /// <summary>
    /// Makes decode timestamps ascend across chunks. An encoder begins to decode each chunk a few frames before the first shown
    /// frame, by the frame durations there. Where durations vary, that may be before the last packets of the previous chunk,
    /// which are then decoded a little earlier.
    /// </summary>
    private static void ClampDts(List<Mp4SampleRun> runs)
    {
        var next = long.MaxValue;
        for (var i = runs.Count - 1; i >= 0; i--)
        {
            var packets = runs[i].Packets.ToArray();
            for (var k = packets.Length - 1; k >= 0; k--)
            {
                packets[k] = packets[k] with { Dts = Math.Min(packets[k].Dts, next - 1) };
                next = packets[k].Dts;
            }

            runs[i] = runs[i] with { Packets = packets };
        }
    }
}

/// <summary>A chunk to join.</summary>
internal sealed record ChunkToJoin(string Path, ChunkSegment Segment, IReadOnlyList<MediaPacket> Packets, Rational TimeBase, Mp4TrackHeader? Track);
