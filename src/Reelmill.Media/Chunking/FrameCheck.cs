using System.Globalization;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>Compares the number and the times of encoded chunks' frames with the source.</summary>
internal sealed class FrameCheck(PacketReader packets, FfmpegRunner ffmpeg)
{
    private const string Name = "frames_at_their_times";

    public async Task<ChunkCheck> RunAsync(
        string folder, ChunkManifest manifest, ChunkSource source, ChunkRange[] ranges, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var (segment, range) in manifest.Segments.Zip(ranges))
        {
            var path = Path.Combine(folder, Path.GetFileName(segment.File!));
            var (video, timeBase) = await ChunkVideo.ReadAsync(packets, path, source.TimeBase, hashed: false, cancellationToken).ConfigureAwait(false);
            var expected = await ReadSourcePtsAsync(source, range, video.Count, cancellationToken).ConfigureAwait(false);
            if (expected.Length != video.Count || segment.Frames != video.Count)
            {
                return new ChunkCheck(Name, false, Text($"{segment.File}: {video.Count} frames; the source has {expected.Length} in this range and the manifest {segment.Frames}"));
            }

            var zero = ChunkVideo.FirstShownPts(video);
            var times = video.Select(p => p.Pts - zero).Order().ToArray();
            var wrong = Enumerable.Range(0, times.Length)
                .FirstOrDefault(i => times[i] != Ticks.Round(expected[i] - expected[0], source.TimeBase, timeBase), -1);
            if (wrong >= 0 || expected[0] != segment.FirstSourcePts || expected[^1] != segment.LastSourcePts)
            {
                return new ChunkCheck(Name, false, Text($"{segment.File}: frame {Math.Max(wrong, 0)} differs from the source's in its time"));
            }

            count += video.Count;
        }

        return new ChunkCheck(Name, true, Text($"{count} frames, each at its time in the source"));
    }

    /// <summary>
    /// Returns the PTS of the source's frames. The packets list them, unless the codec has packets that are never shown or
    /// the source is damaged. Then the chunk is decoded.
    /// </summary>
    private async Task<long[]> ReadSourcePtsAsync(ChunkSource source, ChunkRange range, int count, CancellationToken cancellationToken)
    {
        var shown = source.Index.ShownPts;
        var listed = shown.Skip(PacketIndex.LowerBound(shown, range.StartPts)).Take(range.Frames).ToArray();
        if (listed.Length == count)
        {
            return listed;
        }

        var log = FfmpegRunner.CreateLog(range);
        await ffmpeg.RunAsync($"Decoding chunk {range.Sequence}", source.Original, ChunkArguments.DecodeFrames(source, range, hashed: false, threads: 1), log, cancellationToken).ConfigureAwait(false);
        var decoded = new List<long>();
        while (log.Headers.TryRead(out var header))
        {
            decoded.Add(header.Pts);
        }

        return [.. decoded.Order()];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
