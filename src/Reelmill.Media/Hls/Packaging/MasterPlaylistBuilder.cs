using System.Globalization;
using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Builds the master playlist of a stream, with measured bitrates.</summary>
internal static class MasterPlaylistBuilder
{
    private const int Version = 6;
    private const int RateDecimals = 3;
    private const string AudioGroup = "audio";
    private const string SubtitleGroup = "subtitles";

    public static MasterPlaylist Build(StreamDescription stream) => new()
    {
        Version = Version,
        IndependentSegments = true,
        Renditions = [.. stream.Audio.Select(BuildAudio), .. stream.Subtitles.Select(BuildSubtitles)],
        Variants = [.. stream.Videos.Select(v => BuildVariant(v, stream))],
        IFrameStreams = [.. stream.Videos.Select(v => BuildIFrameStream(v, stream))],
    };

    private static MediaRendition BuildAudio(AlternativeRendition track, int index) => new(MediaRendition.AudioType, AudioGroup, track.Label)
    {
        Language = track.Language,
        IsDefault = index == 0,
        AutoSelect = true,
        Channels = track.Channels?.ToString(CultureInfo.InvariantCulture),
        Uri = track.Track.Playlist,
    };

    private static MediaRendition BuildSubtitles(AlternativeRendition track) => new(MediaRendition.SubtitlesType, SubtitleGroup, track.Label)
    {
        Language = track.Language,
        AutoSelect = true,
        IsForced = track.IsForced,
        Uri = track.Track.Playlist,
    };

    private static VariantStream BuildVariant(VideoVariant video, StreamDescription stream)
    {
        var (peak, average) = VariantBandwidth.Measure(video.Track, stream);
        var audio = stream.Audio.Select(static a => a.Track.Codec).Distinct(StringComparer.Ordinal);
        return new VariantStream(video.Track.Playlist)
        {
            Bandwidth = peak,
            AverageBandwidth = average,
            Codecs = string.Join(',', audio.Prepend(video.Track.Codec)),
            Resolution = new Resolution(video.Rendition.Width, video.Rendition.Height),
            FrameRate = stream.FrameRate is { } rate ? decimal.Round((decimal)rate, RateDecimals) + 0.000m : null,
            Audio = stream.Audio.Count > 0 ? AudioGroup : null,
            Subtitles = stream.Subtitles.Count > 0 ? SubtitleGroup : null,
            ClosedCaptions = VariantStream.NoCaptions,
        };
    }

    private static IFrameStream BuildIFrameStream(VideoVariant video, StreamDescription stream)
    {
        var (peak, average) = VariantBandwidth.MeasureIFrames(video.Track, stream);
        return new IFrameStream(video.Track.IFramePlaylist)
        {
            Bandwidth = peak,
            AverageBandwidth = average,
            Codecs = video.Track.Codec,
            Resolution = new Resolution(video.Rendition.Width, video.Rendition.Height),
        };
    }
}
