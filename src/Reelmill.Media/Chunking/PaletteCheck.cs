using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Checks that a copy still has its palette. AVI and QuickTime keep palettes beside the packets, and a copy into another
/// container may lose a palette without an error.
/// </summary>
internal sealed class PaletteCheck(FfmpegRunner ffmpeg)
{
    /// <summary>Whether the pixels of the video are indices of a palette that its packets do not have.</summary>
    public static bool IsNeeded(VideoStream video) => video is { PixelFormat: "pal8", Codec: not ("gif" or "png") };

    /// <summary>Decodes both files and compares their frames.</summary>
    /// <param name="original">The source.</param>
    /// <param name="copy">The path of the copy, whose first stream is the video.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    /// <exception cref="ItemException"><c>chunk_failed</c>: the copy decodes to other colors.</exception>
    public async Task RequireSameAsync(MediaInfo original, string copy, CancellationToken cancellationToken)
    {
        var expected = await HashAsync(original.Path, original.RequireVideo().Index, cancellationToken).ConfigureAwait(false);
        if (await HashAsync(copy, 0, cancellationToken).ConfigureAwait(false) != expected)
        {
            throw new ItemException("chunk_failed", $"Copying '{original.Path}': the copy lost the palette. Encode the file instead of copying it.");
        }
    }

    private async Task<string> HashAsync(string path, int stream, CancellationToken cancellationToken) => FfmpegRunner.ParseSha256(await ffmpeg.RunAsync(
        "Comparing frames", path,
        [
            "-v", "level+error", .. InputGuard.Arguments(path), "-map", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"0:{stream}"),
            "-fps_mode", "passthrough", "-pix_fmt", "rgb24", "-f", "hash", "-hash", "sha256", "pipe:1",
        ],
        new DecodeLog(null), cancellationToken).ConfigureAwait(false));
}
