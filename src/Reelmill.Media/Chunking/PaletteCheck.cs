using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Makes sure that a copy still has its colors. AVI and QuickTime keep palettes beside the packets, and a copy in another
/// container may lose them without an error.
/// </summary>
internal sealed class PaletteCheck(FfmpegRun ffmpeg)
{
    /// <summary>Whether pixels of the video are places in a palette that its packets do not have.</summary>
    public static bool IsNeeded(VideoStream video) => video is { PixelFormat: "pal8", Codec: not ("gif" or "png") };

    /// <summary>Decodes both files and compares them.</summary>
    /// <param name="original">The source.</param>
    /// <param name="copy">What it was copied into; its first stream is the video.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ItemException"><c>chunk_failed</c>: the copy looks otherwise.</exception>
    public async Task RequireSameAsync(MediaInfo original, string copy, CancellationToken cancellationToken)
    {
        var right = await HashAsync(original.Path, original.RequireVideo().Index, cancellationToken).ConfigureAwait(false);
        if (await HashAsync(copy, 0, cancellationToken).ConfigureAwait(false) != right)
        {
            throw new ItemException("chunk_failed", $"Copying '{original.Path}': the copy has lost its palette.");
        }
    }

    private async Task<string> HashAsync(string path, int stream, CancellationToken cancellationToken) => FfmpegRun.Sha256Of(await ffmpeg.RunAsync(
        "Comparing pictures", path,
        [
            "-v", "level+error", .. InputGuard.Arguments(path), "-map", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"0:{stream}"),
            "-fps_mode", "passthrough", "-pix_fmt", "rgb24", "-f", "hash", "-hash", "sha256", "pipe:1",
        ],
        new DecodeLog(null), cancellationToken).ConfigureAwait(false));
}
