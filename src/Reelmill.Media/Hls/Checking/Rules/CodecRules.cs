using Reelmill.Media.Formats;
using Reelmill.Media.Formats.H264;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>14: the codecs are those that are declared, and every device can play them.</summary>
internal static class CodecRules
{
    private const int HighProfile = 100;
    private const int HighestLevel = 42;
    private const double MostPictures = 60.5;

    /// <summary>A header of AAC-LC also precedes HE-AAC, whose extension the header does not name.</summary>
    private static readonly string[] SameHeader = ["mp4a.40.2", "mp4a.40.5", "mp4a.40.29"];

    public static HlsRule Codecs { get; } = new(
        14, "apple-codecs", HlsSeverity.Must, "CODECS has exactly the profile and level of the bitstream, and the codec of the sound.");

    public static HlsRule Limits { get; } = new(
        14, "apple-picture-limits", HlsSeverity.Must, "H.264 is at most High profile, level 4.2; at most 60 pictures a second; pixels are square.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream) =>
    [
        .. stream.Variants.SelectMany(v => CheckCodecs(stream, v)),
        .. from frames in stream.IFrames
           let video = stream.Variants.FirstOrDefault(v => v.Entry?.Resolution == frames.Entry.Resolution)?.Track.FirstPictures
           where frames.Entry.Codecs is { } declared && video is not null && !Lists(declared, video.Codec)
           select Codecs.In(stream.MasterName, $"expected CODECS=\"{video.Codec}\" for the I-frames {frames.Entry.Uri}, found \"{frames.Entry.Codecs}\"; write what the bitstream says"),
        .. stream.ReadableVariants.DistinctBy(static v => v.Track).SelectMany(static v => CheckLimits(v.Track)),
    ];

    private static IEnumerable<HlsFinding> CheckCodecs(StreamFacts stream, VariantFacts variant)
    {
        if (variant.Entry?.Codecs is not { } declared)
        {
            return [];
        }

        return variant.Track.WithPictures.Select(static s => s.Pictures.Codec)
            .Append(variant.Track.AudioCodec)
            .Concat(stream.AudioOf(variant).Select(static t => t.AudioCodec))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Where(codec => !Lists(declared, codec))
            .Select(codec => Codecs.In(stream.MasterName, $"expected {codec} in CODECS of {variant.Entry.Uri} as the bitstream says, found \"{declared}\"; write what the bitstream says"));
    }

    /// <summary>Whether a list has a codec; one of which only the kind is known is had by any of that kind.</summary>
    private static bool Lists(string declared, string codec) => declared.Split(',').Select(static c => c.Trim()).Any(c =>
        string.Equals(c, codec, StringComparison.OrdinalIgnoreCase)
        || (!codec.Contains('.', StringComparison.Ordinal) && c.StartsWith(codec, StringComparison.OrdinalIgnoreCase))
        || (SameHeader.Contains(c, StringComparer.Ordinal) && SameHeader.Contains(codec, StringComparer.Ordinal)));

    private static IEnumerable<HlsFinding> CheckLimits(TrackFacts track)
    {
        foreach (var parameters in track.WithPictures.Select(static s => s.Pictures.Parameters).OfType<SequenceParameterSet>().Distinct())
        {
            if (parameters.Profile > HighProfile || parameters.Level > HighestLevel)
            {
                yield return Limits.In(track.Name, $"expected H.264 of at most High profile, level 4.2, found profile {parameters.Profile}, level {parameters.Level / 10.0:0.0}; encode with -profile:v high and a lower level");
            }

            if (parameters.SampleAspectRatio != new Rational(1, 1))
            {
                yield return Limits.In(track.Name, $"expected square pixels, found {parameters.SampleAspectRatio}; scale to square pixels and set the aspect to 1:1");
            }
        }

        if (track.FrameRate > MostPictures)
        {
            yield return Limits.In(track.Name, $"expected at most 60 pictures a second, found {track.FrameRate:0.###}; lower the frame rate");
        }
    }
}
