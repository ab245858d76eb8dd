using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Probing;

/// <summary>Checks whether a stream's packets have presentation timestamps.</summary>
internal static class PacketOrder
{
    /// <summary>
    /// Whether presentation timestamps of reordered frames are missing, and decode timestamps are in their place. ffmpeg writes
    /// H.264 into MXF like this, and some programs write MP4 without its composition offset table.
    /// </summary>
    public static bool LacksPts(MediaInfo media, IReadOnlyDictionary<int, IReadOnlyList<MediaPacket>> packets) =>
        media.RequireVideo() is { IsReordered: true } stream && NeedsPts(stream.Codec) && packets.TryGetValue(stream.Index, out var video)
        && video.Zip(video.Skip(1)).All(static p => p.First.Pts < p.Second.Pts);

    /// <summary>Whether a codec reorders frames in a way that requires presentation timestamps in its packets.</summary>
    /// <param name="codec">ffmpeg's name of the codec; null when unknown.</param>
    public static bool NeedsPts(string? codec) => codec is "h264" or "hevc" or "mpeg4";
}
