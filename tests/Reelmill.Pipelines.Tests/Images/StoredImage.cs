using System.Buffers.Binary;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Images;

/// <summary>One upright image, stored in all EXIF orientations, in formats that have EXIF.</summary>
internal static class StoredImage
{
    public const int Width = 24;
    public const int Height = 16;

    /// <summary>The pixels of the upright image. No two pixels are equal, so that only the correct orientation gives the correct bytes.</summary>
    public static byte[] Upright { get; } = Rgb(Width, Height, static (x, y) => (x, y));

    /// <summary>Writes the image as a rotated camera stores it, with the EXIF tag that restores the upright image.</summary>
    public static async Task<string> WriteAsync(TempFolder folder, string extension, int orientation)
    {
        var (width, height) = orientation >= 5 ? (Height, Width) : (Width, Height);
        var (raw, path) = (folder[$"{orientation}.raw"], folder[$"{orientation}.{extension}"]);
        await File.WriteAllBytesAsync(raw, Rgb(width, height, (x, y) => ToUpright(orientation, x, y)));
        string[] coding = extension == "webp" ? ["-c:v", "libwebp", "-lossless", "1", "-pix_fmt", "bgra"] : [];
        await FfmpegAsync(["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{width}x{height}", "-i", raw, "-frames:v", "1", .. coding, path]);
        var bytes = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, extension switch
        {
            "png" => WithPngExif(bytes, orientation),
            "webp" => WithWebpExif(bytes, orientation),
            _ => WithTiffTag(bytes, 0x0112, orientation),
        });
        return path;
    }

    public static Task FfmpegAsync(string[] arguments) => new ProcessLauncher().RunAsync(
        new ProcessSpec("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]) { MemoryLimitBytes = 0 }, 1 << 20, CancellationToken.None);

    /// <summary>Adds or replaces a tag of a little-endian TIFF; the directory moves to the end.</summary>
    public static byte[] WithTiffTag(byte[] tiff, ushort tag, int value)
    {
        var at = (int)BinaryPrimitives.ReadUInt32LittleEndian(tiff.AsSpan(4));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(tiff.AsSpan(at));
        var entries = Enumerable.Range(0, count).Select(n => tiff.AsSpan(at + 2 + (n * 12), 12).ToArray())
            .Where(e => BinaryPrimitives.ReadUInt16LittleEndian(e) != tag).Append(Entry(tag, value))
            .OrderBy(static e => BinaryPrimitives.ReadUInt16LittleEndian(e)).ToList();
        var result = tiff.Concat(new byte[tiff.Length & 1]).ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(4), (uint)result.Length);
        return [.. result, (byte)entries.Count, 0, .. entries.SelectMany(static e => e), 0, 0, 0, 0];
    }

    /// <summary>Adds an EXIF segment with an orientation to a JPEG file.</summary>
    public static byte[] WithJpegExif(byte[] jpeg, int orientation)
    {
        byte[] exif = [.. "Exif\0\0"u8, .. Exif(orientation)];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    // EXIF 2.32, table of orientation: maps a stored pixel to its upright position.
    private static (int X, int Y) ToUpright(int orientation, int x, int y) => orientation switch
    {
        1 => (x, y),
        2 => (Width - 1 - x, y),
        3 => (Width - 1 - x, Height - 1 - y),
        4 => (x, Height - 1 - y),
        5 => (y, x),
        6 => (Width - 1 - y, x),
        7 => (Width - 1 - y, Height - 1 - x),
        _ => (y, Height - 1 - x),
    };

    private static byte[] Rgb(int width, int height, Func<int, int, (int X, int Y)> map) =>
        [.. Enumerable.Range(0, width * height).SelectMany(n =>
        {
            var (x, y) = map(n % width, n / width);
            return new[] { (byte)(x * 10), (byte)(y * 15), (byte)(x + y) };
        })];

    private static byte[] Entry(ushort tag, int value)
    {
        var entry = new byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(entry, tag);
        (entry[2], entry[4]) = (3, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(8), (ushort)value);
        return entry;
    }

    /// <summary>Creates an EXIF block with only an orientation.</summary>
    public static byte[] Exif(int orientation) => [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    private static byte[] WithPngExif(byte[] png, int orientation)
    {
        byte[] body = [.. "eXIf"u8, .. Exif(orientation)];
        var (length, checksum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length - 4);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32(body));

        // The chunk goes after the signature and the IHDR chunk.
        return [.. png[..33], .. length, .. body, .. checksum, .. png[33..]];
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }

    private static byte[] WithWebpExif(byte[] webp, int orientation)
    {
        var (width, height) = orientation >= 5 ? (Height, Width) : (Width, Height);
        byte[] extended = [.. "VP8X"u8, 10, 0, 0, 0, 0x08, 0, 0, 0, (byte)(width - 1), 0, 0, (byte)(height - 1), 0, 0];
        var exif = Exif(orientation);
        var chunks = webp[12..].AsSpan().StartsWith("VP8X"u8) ? webp[30..] : webp[12..];
        byte[] result = [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8, .. extended, .. chunks, .. "EXIF"u8, (byte)exif.Length, 0, 0, 0, .. exif];
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(4), result.Length - 8);
        return result;
    }
}
