namespace Reelmill.Media.Formats.Packets;

/// <summary>Decides whether the keyframe flags of packets are reliable, and corrects them where they are not.</summary>
internal static class KeyframeFlags
{
    /// <summary>
    /// Intra-only codecs (<c>ffmpeg -codecs</c> marks them with <c>I</c>), codecs whose keyframes ffmpeg reads from the
    /// bitstream, and codecs that are intra-only in practice.
    /// </summary>
    private static readonly HashSet<string> ReliableCodecs = new(StringComparer.Ordinal)
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

    /// <summary>Whether every packet with the keyframe flag is a keyframe.</summary>
    /// <param name="codec">The ffmpeg name of the codec; null when unknown.</param>
    public static bool AreReliable(string? codec) => codec is null || ReliableCodecs.Contains(codec);

    /// <summary>
    /// Clears the keyframe flag of every packet but the first where the codec is unreliable and all packets have the flag.
    /// ffmpeg flags every packet of GIF, H.261, H.263 and Dirac when the container has no flags, and some encoders, such as
    /// ffmpeg's RPZA encoder, do the same. A frame of these codecs can depend on all frames before it.
    /// </summary>
    /// <param name="codec">The ffmpeg name of the codec; null when unknown.</param>
    /// <param name="packets">The packets of the stream in decoding order.</param>
    public static IReadOnlyList<MediaPacket> Correct(string? codec, IReadOnlyList<MediaPacket> packets) =>
        !AreReliable(codec) && packets.All(static p => p.IsKeyframe)
            ? [.. packets.Select(static (packet, i) => packet with { IsKeyframe = i == 0 })]
            : packets;
}
