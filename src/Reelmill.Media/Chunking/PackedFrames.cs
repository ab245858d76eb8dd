using Reelmill.Core.Files;
using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Finds MPEG-4 whose packets hold a B-frame behind the frame that it needs ("packed bitstream", a way around AVI's lack of
/// presentation times). Their own times are wrong; ffmpeg's filter <c>mpeg4_unpack_bframes</c> takes them apart.
/// </summary>
internal static class PackedFrames
{
    /// <summary>The filter, for every copy of MPEG-4: other streams pass it as they are.</summary>
    public const string Filter = "mpeg4_unpack_bframes";

    private const int MostPackets = 250;

    private static ReadOnlySpan<byte> FrameStart => [0, 0, 1, 0xB6];

    public static bool Any(string path, IReadOnlyList<MediaPacket> packets)
    {
        using var file = RegularFile.Open(path);
        var buffer = Array.Empty<byte>();
        foreach (var packet in packets.Where(static p => p.Position >= 0).Take(MostPackets))
        {
            buffer = buffer.Length < packet.Size ? new byte[packet.Size] : buffer;
            var bytes = buffer.AsSpan(0, RandomAccess.Read(file, buffer.AsSpan(0, packet.Size), packet.Position));
            if (bytes.IndexOf(FrameStart) is >= 0 and var first && bytes[(first + 1)..].IndexOf(FrameStart) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
