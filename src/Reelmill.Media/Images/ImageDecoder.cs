using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Images;

/// <summary>Decodes images in a process of its own for each, so that no file can take this process down or fill its memory.</summary>
/// <remarks>Safe for concurrent use. The process is the program <c>reelmill</c>, started with <see cref="Command"/>.</remarks>
/// <param name="launcher">What starts processes.</param>
/// <param name="reelmill">The path of the program.</param>
/// <param name="limits">What an image may not exceed.</param>
public sealed class ImageDecoder(ProcessLauncher launcher, string reelmill, ProbeLimits limits)
{
    /// <summary>The program's hidden command, which takes a format, the most pixels and a path, and writes a portable pixmap to stdout.</summary>
    public const string Command = "decode-image";

    /// <summary>The exit code that says that the image is whole, but of a kind that is not decoded.</summary>
    public const int UnsupportedCode = 3;

    private const int Channels = 3;
    private const int HeaderBytes = 64;
    private const long MostMemory = 4L << 30;
    private static readonly TimeSpan WallLimit = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, string> Runtime = new(StringComparer.Ordinal)
    {
        // The limit of memory leaves no room for what the runtime reserves by default, and its diagnostics cost start-up.
        ["DOTNET_GCHeapHardLimit"] = "40000000",
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
    };

    /// <summary>Decodes one file upright, but for the orientation that EXIF gives a JPEG file.</summary>
    /// <param name="path">The file; its content may be anything.</param>
    /// <param name="format">The format, by the name that the program gives it.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <exception cref="ItemException">
    /// <c>bad_picture</c>: it is damaged, or larger than the limits allow. <c>unsupported_image</c>: it is of a kind that is
    /// not decoded, or the program is not there.
    /// </exception>
    public async Task<DecodedImage> DecodeAsync(string path, string format, CancellationToken cancellationToken)
    {
        InputGuard.RequireFile(path);
        var largest = Math.Min(int.MaxValue, HeaderBytes + (limits.MaxPixels * Channels));
        string[] arguments = [Command, format, limits.MaxPixels.ToString(CultureInfo.InvariantCulture), Path.GetFullPath(path)];
        var spec = new ProcessSpec(reelmill, arguments) { WallLimit = WallLimit, StallLimit = Timeout.InfiniteTimeSpan, MemoryLimitBytes = MostMemory, Environment = Runtime };
        try
        {
            var output = await launcher.RunAsync(spec, (int)largest, cancellationToken).ConfigureAwait(false);
            return Parse(output.Bytes) ?? throw Bad(path, "its decoder found no image in it");
        }
        catch (ProcessFailedException e) when (e.Reason == ProcessFailureReason.NotStarted)
        {
            throw new ItemException(
                "unsupported_image",
                $"Decoding the image '{path}': the program '{reelmill}', which decodes {format}, is not there. Install it (dotnet tool install -g reelmill), or give its path.",
                innerException: e);
        }
        catch (ProcessFailedException e) when (e.ExitCode == UnsupportedCode)
        {
            throw new ItemException("unsupported_image", $"Decoding the image '{path}': {FailureLine.Of(e)}. Convert it to PNG or JPEG.", innerException: e);
        }
        catch (ProcessFailedException e)
        {
            throw Bad(path, $"its decoder failed ({FailureLine.Of(e)})", e);
        }
    }

    /// <summary>A portable pixmap: "P6", width, height and 255 as text, then the samples.</summary>
    private static DecodedImage? Parse(ReadOnlyMemory<byte> pixmap)
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

        var size = (long)width * height * Channels;
        return size > 0 && bytes.Length - at >= size ? new DecodedImage(width, height, pixmap.Slice(at, (int)size)) : null;
    }

    private static int? Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        var ok = Utf8Parser.TryParse(bytes[at..], out int value, out var length);
        at = Math.Min(at + length + 1, bytes.Length);
        return ok ? value : null;
    }

    private static ItemException Bad(string path, string what, Exception? cause = null) =>
        new("bad_picture", $"Decoding the image '{path}': {what}. Leave it out, or convert it to PNG or JPEG.", innerException: cause);
}
