using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Chunking;

/// <summary>Joins the video of MP4 chunks to one MP4 file.</summary>
internal static class Mp4Join
{
    /// <summary>Writes the packets of all chunks at their times; a chunk with other parameters keeps its own description.</summary>
    public static void Write(ChunkManifest manifest, List<JoinPart> parts, string target, CancellationToken cancellationToken)
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

            var shift = Ticks.Round(part.Segment.FirstSourcePts!.Value, manifest.TimeUnit, part.TimeBase) - ChunkVideo.FirstShown(part.Packets);
            runs.Add(new Mp4SampleRun(part.Path, (uint)number + 1, [.. part.Packets.Select(p => p with { Pts = p.Pts + shift, Dts = p.Dts + shift })]));
        }

        InOrder(runs);
        var track = parts[0].Track! with
        {
            SampleEntries = descriptions.SelectMany(static d => d.ToArray()).ToArray(),
            SampleEntryCount = (uint)descriptions.Count,
        };
        Mp4Writer.Write(target, manifest.Segments[0].FirstSourcePts!.Value, manifest.TimeUnit, [new Mp4TrackPlan(track, runs)], cancellationToken);
    }

    /// <summary>
    /// An encoder begins to decode each chunk a few frames before its first picture, counted by the steps of time there;
    /// where those vary, that may be before the last packets of the chunk before. Those are decoded a little earlier then.
    /// </summary>
    private static void InOrder(List<Mp4SampleRun> runs)
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

/// <summary>One chunk to join.</summary>
internal sealed record JoinPart(string Path, ChunkSegment Segment, IReadOnlyList<MediaPacket> Packets, Rational TimeBase, Mp4TrackHeader? Track);
