using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4;

namespace Reelmill.Media.Probing.Containers;

/// <summary>
/// Finds out from a file's boxes, elements, objects and bits whether its content is protected, and whether it has any
/// sample. ffprobe 5.1 reports a protected stream like a clear one, and a file of headers only as damaged.
/// </summary>
internal static class ContainerScan
{
    private const int HeadBytes = 64 << 10;

    /// <summary>Scans a file. A damaged file, or one of another format, gives no facts.</summary>
    /// <param name="path">A regular file.</param>
    public static ContainerFacts Read(string path)
    {
        using var file = new ScannedFile(path);
        var head = file.Read(0, HeadBytes);
        try
        {
            return head switch
            {
                [0x1A, 0x45, 0xDF, 0xA3, ..] => MatroskaScan.Read(file),
                [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..] => AsfScan.Read(file),
                [0, 0, 1, 0xBA, ..] => ProgramStreamScan.Read(file),
                [(byte)'F', (byte)'L', (byte)'V', ..] => FlvScan.Read(file),
                [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'A', (byte)'V', (byte)'I', ..] => AviScan.Read(file),
                [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => OggScan.Read(file),
                _ when Mp4Scan.Recognizes(head) => Mp4Scan.Read(file),
                _ when TransportScan.FindPackets(head) is { } packets => TransportScan.Read(file, packets),
                _ => default,
            };
        }
        catch (Exception e) when (e is Mp4Exception or BitstreamException or IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
