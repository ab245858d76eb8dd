using System.Globalization;
using ImageMagick;
using Reelmill.Cli.Display;
using Reelmill.Media.Images;
using Reelmill.Vision.Images;

namespace Reelmill.Cli.Images;

/// <summary>
/// What this program is when <see cref="ImageDecoder"/> starts it: one image to a portable pixmap on stdout, or the
/// reason why not on stderr. The process may crash or be killed; nothing else happens in it.
/// </summary>
internal static class ImageProgram
{
    private const int Failed = 1;

    /// <summary>Decodes the image that the arguments name.</summary>
    /// <param name="args">The command, the format, the most pixels, the path.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        if (args is not [_, var name, var most, var path]
            || !Enum.TryParse<ImageFormat>(name, out var format)
            || !long.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var mostPixels))
        {
            return Refuse(ExitCode.Usage, $"{ImageDecoder.Command} takes a format, the most pixels and a path");
        }

        try
        {
            var (image, profile) = MagickDecoder.Decode(File.ReadAllBytes(path), format, mostPixels);
            using var decoded = image;
            using var output = Console.OpenStandardOutput();
            PixmapWriter.Write(decoded, profile, output);
            return ExitCode.Done;
        }
        catch (NotSupportedException e)
        {
            return Refuse(ImageDecoder.UnsupportedExitCode, e.Message);
        }
        catch (Exception e) when (e is MagickException or IOException or InvalidDataException or OutOfMemoryException or MissingLibraryException)
        {
            return Refuse(Failed, e.Message);
        }
    }

    private static int Refuse(int code, string why)
    {
        // ImageMagick names the file and the line of its source after the reason.
        Console.Error.WriteLine(Spaced(why.Split('`', '\n')[0].TrimEnd()));
        return code;
    }

    /// <summary>ImageMagick's own reasons are names such as "UnableToReadImageData".</summary>
    private static string Spaced(string reason) => reason.Contains(' ', StringComparison.Ordinal)
        ? reason
        : string.Concat(reason.Select(static (c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{c}"));
}
