using Reelmill.Core.Files;
using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Detects MPEG-4 with a packed bitstream: packets that hold a B-frame behind the frame that it refers to, a workaround for
/// AVI's lack of presentation timestamps. The packets' timestamps are wrong; ffmpeg's filter <c>mpeg4_unpack_bframes</c>
/// splits the packets.
/// </summary>
internal static class PackedBitstream
{
    /// <summary>The bitstream filter, applied to every copy of MPEG-4. Streams without packed frames pass unchanged.</summary>
    public const string Filter = "mpeg4_unpack_bframes";

    private const int MaxPackets = 250;

    private static ReadOnlySpan<byte> FrameStart => [0, 0, 1, 0xB6];

    /// <summary>Whether any of the first packets holds two frames.</summary>
    public static bool Detect(string path, IReadOnlyList<MediaPacket> packets)
    {
        using var file = RegularFile.Open(path);
        var buffer = Array.Empty<byte>();
        foreach (var packet in packets.Where(static p => p.Position >= 0).Take(MaxPackets))
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
