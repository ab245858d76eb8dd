using System.Buffers.Binary;

namespace Reelmill.Cli.Images;

/// <summary>Tells what a lossless JPEG file (ITU-T T.81, process 14) holds.</summary>
internal static class LosslessJpeg
{
    private const byte LosslessFrame = 0xC3;
    private const byte Scan = 0xDA;
    private const int ComponentBytes = 3;

    /// <summary>Whether its three components are 8-bit luma and chroma, by the numbers that JFIF gives them: 1, 2 and 3.</summary>
    public static bool IsLuma(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 4 <= file.Length && file[at] == 0xFF && file[at + 1] != Scan; at += 2 + Math.Max((int)BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]), 2))
        {
            if (file[at + 1] == LosslessFrame)
            {
                // Length, precision, height, width, count; then number, sampling and table of each component.
                return file.Length >= at + 19 && file[at + 4] == 8 && file[at + 9] == 3
                    && file[at + 10] == 1 && file[at + 10 + ComponentBytes] == 2 && file[at + 10 + (2 * ComponentBytes)] == 3;
            }
        }

        return false;
    }
}
