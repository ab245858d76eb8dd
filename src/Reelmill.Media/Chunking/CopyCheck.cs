using System.Globalization;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>Compares every packet of copied chunks with the source's: bytes, order and time. Nothing is decoded.</summary>
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
            if (Difference(all.SelectRange(range.From, range.Until, source.TimeBase), source.TimeBase, video, timeBase) is { } difference)
            {
                return new ChunkCheck(Name, false, $"{segment.File}: {difference}");
            }

            count += video.Count;
        }

        // Each range's packets are in its chunk, and the ranges meet: what is left to show is that nothing fell between them.
        var whole = ChunkVideo.Whole(ranges);
        var expected = all.SelectRange(whole.From, whole.Until, source.TimeBase).Length;
        return new ChunkCheck(Name, count == expected, string.Create(CultureInfo.InvariantCulture, $"{count} packets of {expected} are those of the source, in order and at their times"));
    }

    /// <summary>What differs first; null when nothing does. Times count from the first packet that is shown.</summary>
    private static string? Difference(MediaPacket[] source, Rational sourceBase, IReadOnlyList<MediaPacket> chunk, Rational chunkBase)
    {
        if (source.Length != chunk.Count)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{chunk.Count} packets, the source has {source.Length} there");
        }

        var (sourceZero, chunkZero) = (ChunkVideo.FirstShown(source), ChunkVideo.FirstShown(chunk));
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i].Sha256 != chunk[i].Sha256)
            {
                return string.Create(CultureInfo.InvariantCulture, $"packet {i} has other bytes than the source's");
            }

            if (Ticks.Round(source[i].Pts - sourceZero, sourceBase, chunkBase) != chunk[i].Pts - chunkZero)
            {
                return string.Create(CultureInfo.InvariantCulture, $"packet {i} has another time than the source's (PTS {source[i].Pts})");
            }
        }

        return null;
    }
}
