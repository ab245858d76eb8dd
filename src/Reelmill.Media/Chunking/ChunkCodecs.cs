using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>Which codecs go into which container.</summary>
internal static class ChunkCodecs
{
    private static readonly HashSet<string> InMp4 = new(StringComparer.Ordinal)
    {
        "h264", "hevc", "av1", "vp9", "mpeg4", "mpeg2video", "mpeg1video", "mjpeg",
        "aac", "mp3", "mp2", "ac3", "eac3", "opus", "flac", "alac",
    };

    /// <summary>Whether MP4 holds the video and every sound that goes with it.</summary>
    public static bool FitMp4(MediaInfo media) =>
        media.Streams.OfType<AudioStream>().Append<MediaStream>(media.RequireVideo()).All(FitsMp4);

    /// <summary>Whether MP4 holds a stream.</summary>
    public static bool FitsMp4(MediaStream stream) => stream.Codec is { } codec && InMp4.Contains(codec);
}
