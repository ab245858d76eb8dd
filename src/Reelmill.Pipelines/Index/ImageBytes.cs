using Reelmill.Core;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Index;

/// <summary>Reads pictures whole, which is what decoding them takes: each decoder holds one.</summary>
internal static class ImageBytes
{
    /// <summary>The most bytes of a picture file.</summary>
    public const long Most = 1L << 30;

    /// <summary>The bytes of a picture.</summary>
    /// <exception cref="ItemException"><c>too_large</c>; it is no regular file, or cannot be read.</exception>
    public static byte[] Read(string path)
    {
        using var file = LocalFile.OpenRead("Reading the picture", path, bufferSize: 0);
        if (file.Length > Most)
        {
            throw new ItemException(FetchCodes.TooLarge, $"Reading the picture '{path}': it has {file.Length} bytes, and no picture is so large. Leave it out.");
        }

        var bytes = new byte[file.Length];
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) is var read && read < bytes.Length ? bytes[..read] : bytes;
    }
}
