using Reelmill.Media.Formats;
using Reelmill.Media.Formats.H264;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>14: the declared codecs match the bitstream, and every device can decode them.</summary>
internal static class CodecRules
{
    private const int HighProfile = 100;
    private const int MaxLevel = 42;
    private const double MaxFrameRate = 60.5;

    /// <summary>The header of AAC-LC also precedes HE-AAC, whose extension the header does not signal.</summary>
    private static readonly string[] AacProfiles = ["mp4a.40.2", "mp4a.40.5", "mp4a.40.29"];

    public static HlsRule Codecs { get; } = new(
        14, "apple-codecs", HlsSeverity.Must, "CODECS states exactly the profile and level of the bitstream, and the audio codec.");

    public static HlsRule VideoLimits { get; } = new(
        14, "apple-picture-limits", HlsSeverity.Must, "H.264 is at most High profile, level 4.2; the frame rate is at most 60; pixels are square.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream) =>
    [
        .. stream.Variants.SelectMany(v => CheckCodecs(stream, v)),
        .. from iframes in stream.IFrames
           let video = stream.Variants.FirstOrDefault(v => v.Entry?.Resolution == iframes.Entry.Resolution)?.Track.FirstVideo
           where iframes.Entry.Codecs is { } declared && video is not null && !ListsCodec(declared, video.Codec)
           select Codecs.CreateFinding(stream.MasterName, $"expected CODECS=\"{video.Codec}\" for the I-frame playlist {iframes.Entry.Uri}, found \"{iframes.Entry.Codecs}\"; declare the codec of the bitstream"),
        .. stream.ReadableVariants.DistinctBy(static v => v.Track).SelectMany(static v => CheckVideoLimits(v.Track)),
    ];

    private static IEnumerable<HlsFinding> CheckCodecs(MeasuredStream stream, MeasuredVariant variant)
    {
        if (variant.Entry?.Codecs is not { } declared)
        {
            return [];
        }

        return variant.Track.VideoSegments.Select(static s => s.Video.Codec)
            .Append(variant.Track.AudioCodec)
            .Concat(stream.GetAudio(variant).Select(static t => t.AudioCodec))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Where(codec => !ListsCodec(declared, codec))
            .Select(codec => Codecs.CreateFinding(stream.MasterName, $"expected {codec} of the bitstream in CODECS of {variant.Entry.Uri}, found \"{declared}\"; declare the codecs of the bitstream"));
    }

    /// <summary>Whether a CODECS list contains a codec; a codec without profile and level matches any entry of its family.</summary>
    private static bool ListsCodec(string declared, string codec) => declared.Split(',').Select(static c => c.Trim()).Any(c =>
        string.Equals(c, codec, StringComparison.OrdinalIgnoreCase)
        || (!codec.Contains('.', StringComparison.Ordinal) && c.StartsWith(codec, StringComparison.OrdinalIgnoreCase))
        || (AacProfiles.Contains(c, StringComparer.Ordinal) && AacProfiles.Contains(codec, StringComparer.Ordinal)));

    private static IEnumerable<HlsFinding> CheckVideoLimits(MeasuredTrack track)
    {
        foreach (var parameters in track.VideoSegments.Select(static s => s.Video.Parameters).OfType<SequenceParameters>().Distinct())
        {
            if (parameters.Profile > HighProfile || parameters.Level > MaxLevel)
            {
                yield return VideoLimits.CreateFinding(track.Name, $"expected H.264 of at most High profile, level 4.2, found profile {parameters.Profile}, level {parameters.Level / 10.0:0.0}; encode with -profile:v high and a lower level");
            }

            if (parameters.PixelAspect != new Rational(1, 1))
            {
                yield return VideoLimits.CreateFinding(track.Name, $"expected square pixels, found {parameters.PixelAspect}; scale to square pixels and set the sample aspect ratio to 1:1");
            }
        }

        if (track.FrameRate > MaxFrameRate)
        {
            yield return VideoLimits.CreateFinding(track.Name, $"expected at most 60 frames per second, found {track.FrameRate:0.###}; lower the frame rate");
        }
    }
}
