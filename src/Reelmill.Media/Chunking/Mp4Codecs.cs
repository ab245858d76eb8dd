using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>The codecs that MP4 chunks may hold.</summary>
internal static class Mp4Codecs
{
    private static readonly HashSet<string> InMp4 = new(StringComparer.Ordinal)
    {
        "h264", "hevc", "av1", "vp9", "mpeg4", "mpeg2video", "mpeg1video", "mjpeg",
        "aac", "mp3", "mp2", "ac3", "eac3", "opus", "flac", "alac",
    };

    /// <summary>Whether MP4 supports the video and every audio stream of a file.</summary>
    public static bool SupportsMedia(MediaInfo media) =>
        media.Streams.OfType<AudioStream>().Append<MediaStream>(media.RequireVideo()).All(Supports);

    /// <summary>Whether MP4 supports a stream.</summary>
    public static bool Supports(MediaStream stream) => stream.Codec is { } codec && InMp4.Contains(codec);
}
