
namespace Reelmill.Media.Hls.Packaging;

/// <summary>The bandwidth that a player needs for a variant.</summary>
/// <param name="Peak">The peak bitrate in bits per second, over 0.5 to 1.5 target durations.</param>
/// <param name="Average">The average bitrate in bits per second.</param>
public readonly record struct VariantBandwidth(long Peak, long Average)
{
    /// <summary>Measures a video track plus the largest audio track.</summary>
    /// <param name="video">The video track.</param>
    /// <param name="stream">The stream with the audio tracks.</param>
    public static VariantBandwidth Measure(PackagedTrack video, StreamDescription stream)
    {
        var targetDuration = stream.TargetDuration;
        var (peak, average) = MeasureSegments(GetSizes(video), targetDuration);
        var (audioPeak, audioAverage) = MeasureLargest(stream.Audio, targetDuration);
        return new VariantBandwidth(peak + audioPeak, average + audioAverage);
    }

    /// <summary>Measures the keyframes of a video track.</summary>
    /// <param name="video">The video track.</param>
    /// <param name="stream">The stream of the track.</param>
    public static VariantBandwidth MeasureIFrames(PackagedTrack video, StreamDescription stream) =>
        MeasureSegments([.. video.Keyframes.Select(static p => (p.Seconds, p.Bytes))], stream.TargetDuration);

    private static VariantBandwidth MeasureLargest(IReadOnlyList<AlternativeRendition> group, int targetDuration) => group
        .Select(a => MeasureSegments(GetSizes(a.Track), targetDuration))
        .Aggregate(default(VariantBandwidth), static (one, other) => new(Math.Max(one.Peak, other.Peak), Math.Max(one.Average, other.Average)));

    private static VariantBandwidth MeasureSegments((double Seconds, long Bytes)[] segments, int targetDuration) =>
        new(Bandwidth.Peak(segments, targetDuration), Bandwidth.Average(segments));

    private static (double Seconds, long Bytes)[] GetSizes(PackagedTrack track) => [.. track.Segments.Select(static s => (s.Seconds, s.Bytes))];
}
