namespace Reelmill.Media.Hls.Packaging;

/// <summary>A segment that was written.</summary>
/// <param name="Uri">The file name.</param>
/// <param name="Seconds">The duration in seconds.</param>
/// <param name="Bytes">The size of the file.</param>
public sealed record PackagedSegment(string Uri, double Seconds, long Bytes)
{
    /// <summary>The number of video frames; 0 for audio and subtitles.</summary>
    public int FrameCount { get; init; }
}

/// <summary>A keyframe: a byte range of a segment that decodes by itself.</summary>
/// <param name="Segment">The index of the segment in the track, from 0.</param>
/// <param name="Position">The offset in the segment in bytes.</param>
/// <param name="Bytes">The size in bytes.</param>
/// <param name="Seconds">The time in seconds until the next keyframe.</param>
public sealed record PackagedKeyframe(int Segment, long Position, long Bytes, double Seconds);

/// <summary>A track whose segments were written.</summary>
/// <param name="Name">The name, a prefix of all its file names.</param>
/// <param name="Init">The file name of the initialization segment; null where segments need none.</param>
/// <param name="Codec">The codec as RFC 6381 names it.</param>
/// <param name="Segments">The segments in order.</param>
/// <param name="Keyframes">The keyframes in order; empty for audio and subtitles.</param>
public sealed record PackagedTrack(
    string Name, string? Init, string Codec, IReadOnlyList<PackagedSegment> Segments, IReadOnlyList<PackagedKeyframe> Keyframes)
{
    /// <summary>The number of decimals of a duration in a playlist.</summary>
    private const int Decimals = 5;

    /// <summary>The initialization segment of the I-frame playlist; null for that of the segments.</summary>
    public string? IFrameInit { get; init; }

    /// <summary>The file name of the media playlist.</summary>
    public string Playlist => $"{Name}.m3u8";

    /// <summary>The file name of the I-frame playlist.</summary>
    public string IFramePlaylist => $"{Name}-iframes.m3u8";

    /// <summary>Rounds a duration as players read it; bitrates are computed from rounded durations too.</summary>
    internal static double RoundDuration(double seconds) => Math.Round(seconds, Decimals);
}
