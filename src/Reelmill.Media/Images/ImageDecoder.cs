using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Images;

/// <summary>Decodes each image in a separate process, so that no file can crash this process or exhaust its memory.</summary>
/// <remarks>Safe for concurrent use. The separate process is the program <c>reelmill</c> with the command <see cref="Command"/>.</remarks>
/// <param name="launcher">Starts processes.</param>
/// <param name="reelmill">The path of the program <c>reelmill</c>.</param>
/// <param name="limits">The limits of an image.</param>
public sealed class ImageDecoder(ProcessLauncher launcher, string reelmill, ProbeLimits limits)
{
    /// <summary>The hidden command of the program, which takes a format, the maximum number of pixels and a path, and writes a PPM image to stdout.</summary>
    public const string Command = "decode-image";

    /// <summary>The exit code for an intact image of an unsupported kind.</summary>
    public const int UnsupportedExitCode = 3;

    private const int Channels = 3;
    private const int HeaderBytes = 64;
    private const long MaxMemoryBytes = 4L << 30;
    private static readonly TimeSpan WallLimit = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, string> RuntimeEnvironmentVariables = new(StringComparer.Ordinal)
    {
        // The default memory reservation of the runtime exceeds the memory limit, and its diagnostics slow down the start.
        ["DOTNET_GCHeapHardLimit"] = "40000000",
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
    };

    /// <summary>Decodes one image upright, except that the EXIF orientation of a JPEG file is not applied.</summary>
    /// <param name="path">The file, which is untrusted.</param>
    /// <param name="format">The format, by its name in the program <c>reelmill</c>.</param>
    /// <param name="cancellationToken">Stops the separate process.</param>
    /// <exception cref="ItemException">
    /// <c>bad_picture</c>: the image is damaged or exceeds the limits. <c>unsupported_image</c>: the kind of image is
    /// unsupported, or the program is missing.
    /// </exception>
    public async Task<DecodedImage> DecodeAsync(string path, string format, CancellationToken cancellationToken)
    {
        InputGuard.RequireFile(path);
        var maxBytes = Math.Min(int.MaxValue, HeaderBytes + (limits.MaxPixels * Channels));
        string[] arguments = [Command, format, limits.MaxPixels.ToString(CultureInfo.InvariantCulture), Path.GetFullPath(path)];
        var spec = new ProcessSpec(reelmill, arguments) { WallLimit = WallLimit, StallLimit = Timeout.InfiniteTimeSpan, MemoryLimitBytes = MaxMemoryBytes, Environment = RuntimeEnvironmentVariables };
        try
        {
            var output = await launcher.RunAsync(spec, (int)maxBytes, cancellationToken).ConfigureAwait(false);
            return Parse(output.Bytes) ?? throw BadImage(path, "the decoder found no image in the file");
        }
        catch (ProcessFailedException e) when (e.Reason == ProcessFailureReason.NotStarted)
        {
            throw new ItemException(
                "unsupported_image",
                $"Decoding the image '{path}': the program '{reelmill}', which decodes {format}, was not found. Install it (dotnet tool install -g reelmill), or set its path.",
                innerException: e);
        }
        catch (ProcessFailedException e) when (e.ExitCode == UnsupportedExitCode)
        {
            throw new ItemException("unsupported_image", $"Decoding the image '{path}': {FailureLine.Find(e)}. Convert it to PNG or JPEG.", innerException: e);
        }
        catch (ProcessFailedException e)
        {
            throw BadImage(path, $"the decoder failed ({FailureLine.Find(e)})", e);
        }
    }

    /// <summary>Parses a PPM image: "P6", width, height and 255 as text, then the samples; null when the bytes are no such image.</summary>
    private static DecodedImage? Parse(ReadOnlyMemory<byte> pixmap)
    {
        var bytes = pixmap.Span;
        if (!bytes.StartsWith("P6\n"u8))
        {
            return null;
        }

        var at = 3;
        if (ReadNumber(bytes, ref at) is not { } width || ReadNumber(bytes, ref at) is not { } height || ReadNumber(bytes, ref at) is not 255)
        {
            return null;
        }

        var size = (long)width * height * Channels;
        return size > 0 && bytes.Length - at >= size ? new DecodedImage(width, height, pixmap.Slice(at, (int)size)) : null;
    }

    private static int? ReadNumber(ReadOnlySpan<byte> bytes, ref int at)
    {
        var ok = Utf8Parser.TryParse(bytes[at..], out int value, out var length);
        at = Math.Min(at + length + 1, bytes.Length);
        return ok ? value : null;
    }

    private static ItemException BadImage(string path, string fault, Exception? cause = null) =>
        new("bad_picture", $"Decoding the image '{path}': {fault}. Leave it out, or convert it to PNG or JPEG.", innerException: cause);
}
