using System.Globalization;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>Compares every packet of copied chunks with the source by bytes, order and time. Nothing is decoded.</summary>
internal sealed class CopyCheck(PacketReader packets)
{
    private const string Name = "packets_equal";

    public async Task<ChunkCheck> RunAsync(
        string folder, ChunkManifest manifest, ChunkSource source, ChunkRange[] ranges, CancellationToken cancellationToken)
    {
        var hashed = await packets.ReadAsync(source.Path, hashed: true, cancellationToken).ConfigureAwait(false);
        var all = new PacketList(source.TimeBase, hashed[source.Video.Index]);
        var count = 0;
        foreach (var (segment, range) in manifest.Segments.Zip(ranges))
        {
            var path = Path.Combine(folder, Path.GetFileName(segment.File!));
            var (video, timeBase) = await ChunkVideo.ReadAsync(packets, path, source.TimeBase, hashed: true, cancellationToken).ConfigureAwait(false);
            if (FindDifference(all.SelectRange(range.From, range.Until, source.TimeBase), source.TimeBase, video, timeBase) is { } difference)
            {
                return new ChunkCheck(Name, false, $"{segment.File}: {difference}");
            }

            count += video.Count;
        }

        // Each chunk has the packets of its range, and the ranges meet. The count shows that no packet fell between two ranges.
        var merged = ChunkVideo.Merge(ranges);
        var expected = all.SelectRange(merged.From, merged.Until, source.TimeBase).Length;
        return new ChunkCheck(Name, count == expected, string.Create(CultureInfo.InvariantCulture, $"{count} of {expected} packets equal the source's, in order and at the same times"));
    }

    /// <summary>Describes the first difference; null when there is none. Times count from the first shown packet.</summary>
    private static string? FindDifference(MediaPacket[] source, Rational sourceBase, IReadOnlyList<MediaPacket> chunk, Rational chunkBase)
    {
        if (source.Length != chunk.Count)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{chunk.Count} packets; the source has {source.Length} in this range");
        }

        var (sourceZero, chunkZero) = (ChunkVideo.FirstShownPts(source), ChunkVideo.FirstShownPts(chunk));
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i].Sha256 != chunk[i].Sha256)
            {
                return string.Create(CultureInfo.InvariantCulture, $"packet {i} differs from the source's in its bytes");
            }

            if (Ticks.Round(source[i].Pts - sourceZero, sourceBase, chunkBase) != chunk[i].Pts - chunkZero)
            {
                return string.Create(CultureInfo.InvariantCulture, $"packet {i} differs from the source's in its time (PTS {source[i].Pts})");
            }
        }

        return null;
    }
}
