using System.Buffers.Text;
using System.Globalization;
using Reelmill.Core;
using Reelmill.Media.Probing;
using Reelmill.Media.Processes;

namespace Reelmill.Media.Pictures;

/// <summary>Decodes still pictures of every kind that ffmpeg knows, one process each: for what no faster decoder takes.</summary>
/// <remarks>Safe for concurrent use. The first picture of an animation is taken; transparency is left out.</remarks>
/// <param name="launcher">What starts processes.</param>
/// <param name="ffmpeg">The path of the ffmpeg executable.</param>
/// <param name="limits">What a picture may not exceed.</param>
public sealed class PictureDecoder(ProcessLauncher launcher, string ffmpeg, ProbeLimits limits)
{
    private const int Channels = 3;
    private const int HeaderBytes = 64;
    private static readonly TimeSpan WallLimit = TimeSpan.FromMinutes(1);

    /// <summary>Decodes one file as it is stored: orientation is not applied.</summary>
    /// <param name="path">The file; its content may be anything.</param>
    /// <param name="input">The options that make ffmpeg read the file's format and no other; a reader of playlists or numbered files must not be among them.</param>
    /// <param name="cancellationToken">Stops ffmpeg.</param>
    /// <exception cref="ItemException"><c>bad_picture</c>: it is damaged, or larger than the limits allow.</exception>
    public async Task<DecodedPicture> DecodeAsync(string path, IReadOnlyList<string> input, CancellationToken cancellationToken)
    {
        InputGuard.RequireFile(path);
        var largest = Math.Min(int.MaxValue, HeaderBytes + (limits.MaxPixels * Channels));
        try
        {
            var output = await launcher.RunAsync(new ProcessSpec(ffmpeg, Arguments(path, input)) { WallLimit = WallLimit }, (int)largest, cancellationToken).ConfigureAwait(false);
            return Parse(output.Bytes) ?? throw Bad(path, "ffmpeg found no picture in it");
        }
        catch (ProcessFailedException e)
        {
            throw Bad(path, $"ffmpeg could not decode it ({LastWords.Of(e)})", e);
        }
    }

    private string[] Arguments(string path, IReadOnlyList<string> input) =>
    [
        "-nostdin", "-hide_banner", "-nostats", "-v", "error", "-threads", "1",
        "-max_pixels", limits.MaxPixels.ToString(CultureInfo.InvariantCulture),
        "-protocol_whitelist", "file", "-noautorotate", .. input, "-i", $"file:{path}",

        // Without -map ffmpeg takes the largest image of those that an icon holds.
        "-an", "-sn", "-dn", "-frames:v", "1", "-pix_fmt", "rgb24", "-c:v", "ppm", "-f", "image2pipe", "pipe:1",
    ];

    /// <summary>A portable pixmap: "P6", width, height and 255 as text, then the samples.</summary>
    private static DecodedPicture? Parse(ReadOnlyMemory<byte> pixmap)
    {
        var bytes = pixmap.Span;
        if (!bytes.StartsWith("P6\n"u8))
        {
            return null;
        }

        var at = 3;
        if (Number(bytes, ref at) is not { } width || Number(bytes, ref at) is not { } height || Number(bytes, ref at) is not 255)
        {
            return null;
        }

        var size = width * height * Channels;
        return bytes.Length - at >= size ? new DecodedPicture(width, height, pixmap.Slice(at, size)) : null;
    }

    private static int? Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        var ok = Utf8Parser.TryParse(bytes[at..], out int value, out var length);
        at += length + 1;
        return ok ? value : null;
    }

    private static ItemException Bad(string path, string what, Exception? cause = null) =>
        new("bad_picture", $"Decoding the image '{path}': {what}. Leave it out, or convert it to PNG or JPEG.", innerException: cause);
}
