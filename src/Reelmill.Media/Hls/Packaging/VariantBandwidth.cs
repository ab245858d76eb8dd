
namespace Reelmill.Media.Hls.Packaging;

/// <summary>What a player that takes a variant must be able to load.</summary>
/// <param name="Peak">The most bits a second, over 0.5 to 1.5 target durations.</param>
/// <param name="Average">The bits a second over the whole.</param>
public readonly record struct VariantBandwidth(long Peak, long Average)
{
    /// <summary>Of a video with the largest of the tracks of each group that goes with it.</summary>
    /// <param name="video">The video.</param>
    /// <param name="stream">What it is part of.</param>
    public static VariantBandwidth Of(PackagedTrack video, StreamDescription stream)
    {
        var targetSeconds = stream.TargetSeconds;
        var (peak, average) = Measured(Parts(video), targetSeconds);
        var (audioPeak, audioAverage) = Largest(stream.Audio, targetSeconds);
        return new VariantBandwidth(peak + audioPeak, average + audioAverage);
    }

    /// <summary>Of a video's key frames alone.</summary>
    /// <param name="video">The video.</param>
    /// <param name="stream">What it is part of.</param>
    public static VariantBandwidth OfKeyPictures(PackagedTrack video, StreamDescription stream) =>
        Measured([.. video.KeyPictures.Select(static p => (p.Seconds, p.Bytes))], stream.TargetSeconds);

    private static VariantBandwidth Largest(IReadOnlyList<AlternateTrack> group, int targetSeconds) => group
        .Select(a => Measured(Parts(a.Track), targetSeconds))
        .Aggregate(default(VariantBandwidth), static (one, other) => new(Math.Max(one.Peak, other.Peak), Math.Max(one.Average, other.Average)));

    private static VariantBandwidth Measured((double Seconds, long Bytes)[] parts, int targetSeconds) =>
        new(Bandwidth.Peak(parts, targetSeconds), Bandwidth.Average(parts));

    private static (double Seconds, long Bytes)[] Parts(PackagedTrack track) => [.. track.Segments.Select(static s => (s.Seconds, s.Bytes))];
}
