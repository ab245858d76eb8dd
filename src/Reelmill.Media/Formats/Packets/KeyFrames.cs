
namespace Reelmill.Media.Formats.Packets;

/// <summary>Tells which packets a decoder can begin with.</summary>
internal static class KeyFrames
{
    /// <summary>
    /// Codecs whose frames all stand alone (<c>ffmpeg -codecs</c> marks them with <c>I</c>), and codecs whose key frames
    /// ffmpeg reads from the stream itself or that are made of such frames alone in practice.
    /// </summary>
    private static readonly HashSet<string> Alone = new(StringComparer.Ordinal)
    {
        "012v", "8bps", "a64_multi", "a64_multi5", "aic", "alias_pix", "amv", "asv1", "asv2", "aura", "aura2", "avrp", "avui", "ayuv", "bintext",
        "bitpacked", "bmp", "brender_pix", "cdxl", "cljr", "cllc", "cri", "cyuv", "dds", "dnxhd", "dpx", "dvvideo", "dxtory", "dxv", "exr",
        "ffvhuff", "fits", "fraps", "frwu", "hap", "hq_hqa", "hqx", "huffyuv", "hymt", "idf", "ipu", "jpeg2000", "jpegls", "jpegxl", "jv",
        "lagarith", "ljpeg", "loco", "m101", "magicyuv", "mdec", "mjpeg", "mjpegb", "mscc", "msp2", "mss2", "mszh", "mvc1", "mvc2", "mvha",
        "notchlc", "pam", "pbm", "pcx", "pfm", "pgm", "pgmyuv", "pgx", "phm", "pictor", "pixlet", "png", "ppm", "prores", "prosumer", "psd", "ptx",
        "qdraw", "qoi", "r10k", "r210", "rawvideo", "rl2", "sgi", "sgirle", "sheervideo", "smvjpeg", "sp5x", "speedhq", "srgc", "sunrast", "targa",
        "targa_y216", "thp", "tiff", "tmv", "truemotion2rt", "txd", "utvideo", "v210", "v210x", "v308", "v408", "v410", "vble", "vcr1", "vixl",
        "webp", "wnv1", "xbin", "xbm", "xface", "xpm", "xwd", "y41p", "ylc", "yuv4", "zlib",
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
    /// <param name="codec">ffmpeg's name of the stream's codec; null when unknown.</param>
    /// <param name="packets">Its packets in decoding order.</param>
    public static IReadOnlyList<MediaPacket> Of(string? codec, IReadOnlyList<MediaPacket> packets) =>
        !StandAlone(codec) && packets.All(static p => p.IsKey)
            ? [.. packets.Select(static (packet, i) => packet with { IsKey = i == 0 })]
            : packets;
}
