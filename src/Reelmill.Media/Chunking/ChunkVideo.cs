using Reelmill.Core;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>Reads the video of a chunk's file, which is the first stream.</summary>
internal static class ChunkVideo
{
    /// <summary>The time base of Matroska.</summary>
    private static readonly Rational Millisecond = new(1, 1000);

    /// <summary>Reads the video's packets and their time base.</summary>
    public static async Task<(IReadOnlyList<MediaPacket> Packets, Rational TimeBase)> ReadAsync(
        PacketReader reader, string path, Rational sourceBase, bool hashed, CancellationToken cancellationToken)
    {
        var streams = await reader.ReadAsync(path, hashed, cancellationToken).ConfigureAwait(false);
        if (!streams.TryGetValue(0, out var video))
        {
            throw new ItemException("manifest_damaged", $"Reading {path}: the file has no video. Cut the file again.");
        }

        var timeBase = Mp4HeaderReader.Read(path) is [var track, ..] ? new Rational(1, track.Timescale)
            : Path.GetExtension(path) == ".mkv" ? Millisecond : sourceBase;
        return (video, timeBase);
    }

    /// <summary>Returns the PTS of the first shown packet.</summary>
    public static long FirstShownPts(IReadOnlyList<MediaPacket> packets) => packets.Where(static p => !p.IsHidden).Min(static p => p.Pts);

    /// <summary>Returns the range that all chunks together cover.</summary>
    public static ChunkRange Merge(IReadOnlyList<ChunkRange> ranges) =>
        ranges[0] with { EndPts = ranges[^1].EndPts, IsFileEnd = ranges[^1].IsFileEnd, Frames = ranges.Sum(static r => r.Frames) };
}
