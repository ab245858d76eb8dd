using Reelmill.Core;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Index;

/// <summary>Reads whole image files, as decoders need them; each decoder holds one file in memory.</summary>
internal static class ImageFileReader
{
    /// <summary>The maximum size of an image file.</summary>
    public const long MaxBytes = 1L << 30;

    /// <summary>Reads the bytes of an image file.</summary>
    /// <exception cref="ItemException"><c>too_large</c>; the path is not a regular file, or cannot be read.</exception>
    public static byte[] Read(string path)
    {
        using var file = LocalFile.OpenRead("Reading the image", path, bufferSize: 0);
        if (file.Length > MaxBytes)
        {
            throw new ItemException(FetchCodes.TooLarge, $"Reading the image '{path}': it has {file.Length} bytes, more than the limit of {MaxBytes} bytes. Leave it out.");
        }

        var bytes = new byte[file.Length];
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) is var read && read < bytes.Length ? bytes[..read] : bytes;
    }
}
