using System.Buffers.Binary;

namespace Reelmill.Cli.Images;

/// <summary>The frame header of a lossless JPEG file (ITU-T T.81, process 14).</summary>
/// <param name="Precision">The bits per sample.</param>
/// <param name="Components">The number of components: 1 for gray, 3 for color.</param>
/// <param name="IsLuma">Whether the components are luma and chroma, which have the ids 1, 2 and 3 in JFIF.</param>
internal sealed record LosslessJpeg(int Precision, int Components, bool IsLuma)
{
    private const byte LosslessFrame = 0xC3;
    private const byte Scan = 0xDA;
    private const int ComponentBytes = 3;

    /// <summary>
    /// Whether the color space is known. Encoders with a reversible color transform need a ninth bit and do not signal the
    /// transform in the file; four components can be CMYK or transparency.
    /// </summary>
    public bool IsKnown => Components == 1 || (Components == 3 && Precision == 8);

    /// <summary>Reads the frame header; null when the file is not a lossless JPEG.</summary>
    /// <param name="file">The whole file; it may be damaged.</param>
    public static LosslessJpeg? Read(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 4 <= file.Length && file[at] == 0xFF && file[at + 1] != Scan; at += 2 + Math.Max((int)BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]), 2))
        {
            if (file[at + 1] == LosslessFrame && at + 10 <= file.Length)
            {
                // Length, precision, height, width, component count; then id, sampling and table of each component.
                return new LosslessJpeg(file[at + 4], file[at + 9], IsNumberedAsLuma(file[(at + 10)..]));
            }
        }

        return null;
    }

    private static bool IsNumberedAsLuma(ReadOnlySpan<byte> components) =>
        components.Length >= 3 * ComponentBytes && components[0] == 1 && components[ComponentBytes] == 2 && components[2 * ComponentBytes] == 3;
}
