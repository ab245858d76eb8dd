using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Probing;

/// <summary>In what order the frames of a stream's packets are shown.</summary>
internal static class PacketOrder
{
    /// <summary>
    /// Whether the times of frames that are reordered are those of decoding: so ffmpeg writes H.264 into MXF, and some
    /// programs write MP4, which says the order in a table of its own, without one.
    /// </summary>
    public static bool IsShownAsDecoded(MediaInfo media, IReadOnlyDictionary<int, IReadOnlyList<MediaPacket>> packets) =>
        media.RequireVideo() is { IsReordered: true } stream && IsSaid(stream.Codec) && packets.TryGetValue(stream.Index, out var video)
        && video.Zip(video.Skip(1)).All(static p => p.First.Pts < p.Second.Pts);

    /// <summary>Whether packets of a codec must say in which order its frames are shown.</summary>
    /// <param name="codec">ffmpeg's name of the codec; null when unknown.</param>
    public static bool IsSaid(string? codec) => codec is "h264" or "hevc" or "mpeg4";
}
