using System.Runtime.InteropServices;

namespace Reelmill.Media.Formats.Packets;

/// <summary>One packet of a stream, as the container lists it; times are in units of the stream's time base.</summary>
/// <param name="Pts">When it is shown.</param>
/// <param name="Dts">When it is decoded.</param>
/// <param name="Duration">How long it is shown; 0 when the container does not say.</param>
/// <param name="Position">Where its bytes begin in the file; -1 when they are not in one place.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="IsKey">Whether a decoder can begin with it.</param>
/// <param name="IsHidden">Whether an edit list keeps it from being shown: it is only decoded, for others that refer to it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MediaPacket(long Pts, long Dts, long Duration, long Position, int Size, bool IsKey, bool IsHidden)
{
    /// <summary>The SHA-256 of its bytes, in lower-case hexadecimal; null unless it was asked for.</summary>
    public string? Sha256 { get; init; }
}
