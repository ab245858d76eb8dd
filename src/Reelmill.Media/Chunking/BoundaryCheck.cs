using System.Globalization;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Compares the first and last frame of encoded chunks with the source. Each must be nearer to its own frame of the source
/// than to that frame's neighbors, unless the neighbors are nearly equal. This distinguishes a chunk that is off by one
/// frame from an encode that only lost quality.
/// </summary>
internal sealed class BoundaryCheck(FfmpegRunner ffmpeg)
{
    private const string Name = "boundary_pictures";

    public async Task<ChunkCheck> RunAsync(
        string folder, ChunkManifest manifest, ChunkSource source, ChunkRange[] ranges, CancellationToken cancellationToken)
    {
        foreach (var (segment, range) in manifest.Segments.Zip(ranges))
        {
            var path = Path.Combine(folder, Path.GetFileName(segment.File!));
            var chunk = await DecodeThumbnailsAsync(path, ["-v", "level+error", .. InputGuard.Arguments(path), "-map", "0:v:0"], SelectEnds(segment.Frames), cancellationToken).ConfigureAwait(false);
            foreach (var (pts, frame, end) in new[] { (segment.FirstSourcePts!.Value, chunk[0], "first"), (segment.LastSourcePts!.Value, chunk[^1], "last") })
            {
                if (await FindFaultAsync(source, range, pts, frame, cancellationToken).ConfigureAwait(false) is { } fault)
                {
                    return new ChunkCheck(Name, false, string.Create(CultureInfo.InvariantCulture, $"{segment.File}: the {end} frame {fault} (PTS {pts})"));
                }
            }
        }

        return new ChunkCheck(Name, true, string.Create(CultureInfo.InvariantCulture, $"{2 * ranges.Length} boundary frames match the source"));
    }

    private static string SelectEnds(int frames) => string.Create(CultureInfo.InvariantCulture, $"select='eq(n,0)+eq(n,{frames - 1})',");

    private async Task<string?> FindFaultAsync(ChunkSource source, ChunkRange range, long pts, byte[] frame, CancellationToken cancellationToken)
    {
        var shown = source.Index.ShownPts;
        var at = PacketIndex.LowerBound(shown, pts);
        var near = shown.Skip(Math.Max(0, at - 1)).Take(at == 0 ? 2 : 3).Distinct().ToArray();
        var window = ChunkPlanner.CreateRange(source.Index, source.CanSeek, range.Sequence, near[0], near[^1] + 1);
        var candidates = await DecodeThumbnailsAsync(
            source.Original, ["-v", "level+error", .. ChunkArguments.Input(source, window), "-map", StreamSpecifier(source)], ChunkArguments.TrimFilter(window) + ChunkArguments.FitFilter(source.Video) + ",", cancellationToken).ConfigureAwait(false);
        if (candidates.Count != near.Length)
        {
            // Packets that are never shown, or damage, leave the neighbors unknown, so the chunk's frame may match any frame there.
            return candidates.Exists(p => SampleFrame.Distance(p, frame) <= SampleFrame.MaxDistance) ? null : "matches no frame of the source there";
        }

        var expected = candidates[Array.IndexOf(near, pts)];
        var own = SampleFrame.Distance(expected, frame);
        return own > SampleFrame.MaxDistance ? "differs from the source's"
            : candidates.Exists(other => own > SampleFrame.Distance(other, frame) + (SampleFrame.Margin * SampleFrame.Distance(other, expected))) ? "is nearer to a neighbor of the source's frame"
            : null;
    }

    private async Task<List<byte[]>> DecodeThumbnailsAsync(string path, IEnumerable<string> input, string filters, CancellationToken cancellationToken)
    {
        var bytes = await ffmpeg.RunAsync(
            "Comparing frames", path,
            [
                .. input,
                "-filter:v", $"{filters}scale={SampleFrame.Side}:{SampleFrame.Side}:flags=area,format=gray",
                "-fps_mode", "passthrough", "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1",
            ],
            new Ffmpeg.DecodeLog(null), cancellationToken).ConfigureAwait(false);
        return [.. Enumerable.Range(0, bytes.Length / SampleFrame.Bytes).Select(i => bytes.Slice(i * SampleFrame.Bytes, SampleFrame.Bytes).ToArray())];
    }

    private static string StreamSpecifier(ChunkSource source) => string.Create(CultureInfo.InvariantCulture, $"0:{source.Video.Index}");
}
