using System.Globalization;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Compares the first and the last picture of encoded chunks with the source's. Each must be nearer to its own picture
/// of the source than to that picture's neighbours, unless those are nearly the same: that tells a chunk that is off by
/// one frame from one that was only encoded.
/// </summary>
internal sealed class BoundaryCheck(FfmpegRun ffmpeg)
{
    private const string Name = "boundary_pictures";
    public async Task<ChunkCheck> RunAsync(
        string folder, ChunkManifest manifest, ChunkSource source, ChunkRange[] ranges, CancellationToken cancellationToken)
    {
        foreach (var (segment, range) in manifest.Segments.Zip(ranges))
        {
            var path = Path.Combine(folder, Path.GetFileName(segment.File!));
            var chunk = await PicturesAsync(path, ["-v", "level+error", .. InputGuard.Arguments(path), "-map", "0:v:0"], Ends(segment.Frames), cancellationToken).ConfigureAwait(false);
            foreach (var (pts, picture, end) in new[] { (segment.FirstSourcePts!.Value, chunk[0], "first"), (segment.LastSourcePts!.Value, chunk[^1], "last") })
            {
                if (await FaultAsync(source, range, pts, picture, cancellationToken).ConfigureAwait(false) is { } fault)
                {
                    return new ChunkCheck(Name, false, string.Create(CultureInfo.InvariantCulture, $"{segment.File}: its {end} picture {fault} (PTS {pts})"));
                }
            }
        }

        return new ChunkCheck(Name, true, string.Create(CultureInfo.InvariantCulture, $"{2 * ranges.Length} pictures are those of the source"));
    }

    private static string Ends(int frames) => string.Create(CultureInfo.InvariantCulture, $"select='eq(n,0)+eq(n,{frames - 1})',");

    private async Task<string?> FaultAsync(ChunkSource source, ChunkRange range, long pts, byte[] picture, CancellationToken cancellationToken)
    {
        var shown = source.Index.ShownPts;
        var at = PacketIndex.LowerBound(shown, pts);
        var near = shown.Skip(Math.Max(0, at - 1)).Take(at == 0 ? 2 : 3).Distinct().ToArray();
        var window = ChunkPlanner.RangeOf(source.Index, source.CanSeek, range.Sequence, near[0], near[^1] + 1);
        var pictures = await PicturesAsync(
            source.Original, ["-v", "level+error", .. ChunkArguments.Input(source, window), "-map", Stream(source)], ChunkArguments.Trim(window) + ChunkArguments.Fit(source.Video) + ",", cancellationToken).ConfigureAwait(false);
        if (pictures.Count != near.Length)
        {
            // Packets that are never shown, or damage: the neighbours are unknown, so the picture is only compared with all.
            return pictures.Exists(p => SampleFrame.Distance(p, picture) <= SampleFrame.MostDistance) ? null : "is none of the source's there";
        }

        var right = pictures[Array.IndexOf(near, pts)];
        var own = SampleFrame.Distance(right, picture);
        return own > SampleFrame.MostDistance ? "is another one than the source's"
            : pictures.Exists(other => own > SampleFrame.Distance(other, picture) + (SampleFrame.Margin * SampleFrame.Distance(other, right))) ? "is nearer to a neighbour of the source's"
            : null;
    }

    private async Task<List<byte[]>> PicturesAsync(string path, IEnumerable<string> input, string filters, CancellationToken cancellationToken)
    {
        var bytes = await ffmpeg.RunAsync(
            "Comparing pictures", path,
            [
                .. input,
                "-filter:v", $"{filters}scale={SampleFrame.Side}:{SampleFrame.Side}:flags=area,format=gray",
                "-fps_mode", "passthrough", "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1",
            ],
            new Ffmpeg.DecodeLog(null), cancellationToken).ConfigureAwait(false);
        return [.. Enumerable.Range(0, bytes.Length / SampleFrame.Bytes).Select(i => bytes.Slice(i * SampleFrame.Bytes, SampleFrame.Bytes).ToArray())];
    }

    private static string Stream(ChunkSource source) => string.Create(CultureInfo.InvariantCulture, $"0:{source.Video.Index}");
}
