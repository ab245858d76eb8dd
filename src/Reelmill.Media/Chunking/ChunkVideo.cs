using Reelmill.Core;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>The video of a chunk's file, which is its first stream.</summary>
internal static class ChunkVideo
{
    /// <summary>Matroska counts in milliseconds.</summary>
    private static readonly Rational Millisecond = new(1, 1000);

    public static async Task<(IReadOnlyList<MediaPacket> Packets, Rational TimeBase)> ReadAsync(
        PacketReader reader, string path, Rational sourceBase, bool hashed, CancellationToken cancellationToken)
    {
        var streams = await reader.ReadAsync(path, hashed, cancellationToken).ConfigureAwait(false);
        if (!streams.TryGetValue(0, out var video))
        {
            throw new ItemException("manifest_damaged", $"Reading {path}: it has no video. Cut the file again.");
        }

        var timeBase = Mp4HeaderReader.Read(path) is [var track, ..] ? new Rational(1, track.Timescale)
            : Path.GetExtension(path) == ".mkv" ? Millisecond : sourceBase;
        return (video, timeBase);
    }

    public static long FirstShown(IReadOnlyList<MediaPacket> packets) => packets.Where(static p => !p.IsHidden).Min(static p => p.Pts);

    /// <summary>The range of all chunks together.</summary>
    public static ChunkRange Whole(IReadOnlyList<ChunkRange> ranges) =>
        ranges[0] with { EndPts = ranges[^1].EndPts, ToEnd = ranges[^1].ToEnd, Frames = ranges.Sum(static r => r.Frames) };
}
