using System.Globalization;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>Compares the number and the times of the frames of encoded chunks with the source's.</summary>
internal sealed class FrameCheck(PacketReader packets, FfmpegRun ffmpeg)
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
            var expected = await ExpectedAsync(source, range, video.Count, cancellationToken).ConfigureAwait(false);
            if (expected.Length != video.Count || segment.Frames != video.Count)
            {
                return new ChunkCheck(Name, false, Text($"{segment.File}: {video.Count} frames, the source has {expected.Length} there and the manifest says {segment.Frames}"));
            }

            var zero = ChunkVideo.FirstShown(video);
            var times = video.Select(p => p.Pts - zero).Order().ToArray();
            var wrong = Enumerable.Range(0, times.Length)
                .FirstOrDefault(i => times[i] != Ticks.Round(expected[i] - expected[0], source.TimeBase, timeBase), -1);
            if (wrong >= 0 || expected[0] != segment.FirstSourcePts || expected[^1] != segment.LastSourcePts)
            {
                return new ChunkCheck(Name, false, Text($"{segment.File}: frame {Math.Max(wrong, 0)} has another time than the source's"));
            }

            count += video.Count;
        }

        return new ChunkCheck(Name, true, Text($"{count} frames, each at the time of the source's"));
    }

    /// <summary>The times of the source's frames. Its packets say them, but for codecs with packets that are never shown, and for damage: then a decode does.</summary>
    private async Task<long[]> ExpectedAsync(ChunkSource source, ChunkRange range, int count, CancellationToken cancellationToken)
    {
        var shown = source.Index.ShownPts;
        var listed = shown.Skip(PacketIndex.LowerBound(shown, range.StartPts)).Take(range.Frames).ToArray();
        if (listed.Length == count)
        {
            return listed;
        }

        var log = FfmpegRun.LogOf(range);
        await ffmpeg.RunAsync($"Decoding chunk {range.Sequence}", source.Original, ChunkArguments.Pictures(source, range, hashed: false, threads: 1), log, cancellationToken).ConfigureAwait(false);
        var decoded = new List<long>();
        while (log.Headers.TryRead(out var header))
        {
            decoded.Add(header.Pts);
        }

        return [.. decoded.Order()];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
