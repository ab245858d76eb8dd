using System.Globalization;
using ImageMagick;
using Reelmill.Cli.Display;
using Reelmill.Media.Images;
using Reelmill.Vision.Images;

namespace Reelmill.Cli.Images;

/// <summary>
/// The image decoder that <see cref="ImageDecoder"/> starts as a child process: writes one image as a portable pixmap to
/// stdout, or an error to stderr. Isolation makes a crash in a native decoder harmless.
/// </summary>
internal static class ImageProgram
{
    private const int Failed = 1;

    /// <summary>Decodes the image that the arguments name.</summary>
    /// <param name="args">The command, the format, the maximum number of pixels, and the path.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        if (args is not [_, var name, var max, var path]
            || !Enum.TryParse<ImageFormat>(name, out var format)
            || !long.TryParse(max, NumberStyles.None, CultureInfo.InvariantCulture, out var maxPixels))
        {
            return Fail(ExitCode.Usage, $"{ImageDecoder.Command} takes a format, the maximum number of pixels and a path");
        }

        try
        {
            var (image, profile) = MagickDecoder.Decode(File.ReadAllBytes(path), format, maxPixels);
            using var decoded = image;
            using var output = Console.OpenStandardOutput();
            PixmapWriter.Write(decoded, profile, output);
            return ExitCode.Done;
        }
        catch (NotSupportedException e)
        {
            return Fail(ImageDecoder.UnsupportedExitCode, e.Message);
        }
        catch (Exception e) when (e is MagickException or IOException or InvalidDataException or OutOfMemoryException or MissingLibraryException)
        {
            return Fail(Failed, e.Message);
        }
    }

    private static int Fail(int code, string reason)
    {
        // ImageMagick appends the path and its source line to the reason.
        Console.Error.WriteLine(SplitWords(reason.Split('`', '\n')[0].TrimEnd()));
        return code;
    }

    /// <summary>Splits ImageMagick's reasons, such as "UnableToReadImageData", into words.</summary>
    private static string SplitWords(string reason) => reason.Contains(' ', StringComparison.Ordinal)
        ? reason
        : string.Concat(reason.Select(static (c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{c}"));
}
