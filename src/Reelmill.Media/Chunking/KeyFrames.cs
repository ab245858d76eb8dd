using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>Tells which packets a decoder can begin with.</summary>
internal static class KeyFrames
{
    /// <summary>
    /// Codecs whose frames all stand alone (<c>ffmpeg -codecs</c> marks them with <c>I</c>), and codecs whose key frames
    /// ffmpeg reads from the stream itself or that are made of such frames alone in practice.
    /// </summary>
    private static readonly HashSet<string> Alone = new(StringComparer.Ordinal)
    {
        "asv1", "asv2", "avrp", "avui", "ayuv", "bmp", "cljr", "cllc", "dnxhd", "dvvideo", "dxtory", "dxv", "exr", "ffvhuff", "fraps", "hap",
        "hq_hqa", "hqx", "huffyuv", "hymt", "jpeg2000", "jpegls", "jpegxl", "lagarith", "ljpeg", "magicyuv", "mjpeg", "mjpegb", "mszh", "notchlc",
        "pixlet", "png", "ppm", "prores", "qoi", "r10k", "r210", "rawvideo", "sgi", "sheervideo", "speedhq", "targa", "targa_y216", "tiff",
        "utvideo", "v210", "v210x", "v308", "v408", "v410", "vble", "y41p", "ylc", "yuv4", "zlib",
        "av1", "cfhd", "ffv1", "h264", "hevc", "mpeg1video", "mpeg2video", "mpeg4", "vp8", "vp9", "vvc",
    };

    /// <summary>Whether all that is marked as a key frame is one.</summary>
    /// <param name="codec">ffmpeg's name of the codec; null when unknown.</param>
    public static bool StandAlone(string? codec) => codec is null || Alone.Contains(codec);

    /// <summary>
    /// The packets; where the marks of all of them tell nothing, only the first is a key frame. ffmpeg marks every packet of
    /// GIF, H.261, H.263 and Dirac where a container says nothing else, and some encoders do, such as its own of RPZA. Each
    /// of their frames may build on all before it.
    /// </summary>
    /// <param name="video">The stream as the file has it.</param>
    /// <param name="packets">Its packets in decoding order.</param>
    public static IReadOnlyList<MediaPacket> Of(VideoStream video, IReadOnlyList<MediaPacket> packets) =>
        !StandAlone(video.Codec) && packets.All(static p => p.IsKey)
            ? [.. packets.Select(static (packet, i) => packet with { IsKey = i == 0 })]
            : packets;
}
