using System.Runtime.InteropServices;

namespace Reelmill.Media.Formats.Packets;

/// <summary>A packet of a stream as the container lists it. Times are in units of the time base of the stream.</summary>
/// <param name="Pts">The presentation timestamp.</param>
/// <param name="Dts">The decoding timestamp.</param>
/// <param name="Duration">The duration; 0 when the container has none.</param>
/// <param name="Position">The offset of the first byte in the file; -1 when the bytes are not contiguous.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="IsKeyframe">Whether decoding can begin at the packet.</param>
/// <param name="IsHidden">Whether an edit list hides the packet: it is decoded only as a reference for other packets.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MediaPacket(long Pts, long Dts, long Duration, long Position, int Size, bool IsKeyframe, bool IsHidden)
{
    /// <summary>The SHA-256 of the packet bytes in lower-case hexadecimal; null unless the reader was asked to hash.</summary>
    public string? Sha256 { get; init; }
}
