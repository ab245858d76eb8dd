using System.Globalization;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>An audio stream that becomes a rendition.</summary>
/// <param name="Stream">The source's stream.</param>
/// <param name="Name">Its name, unique among the tracks and safe in file names, such as <c>audio-1</c>.</param>
/// <param name="Language">An RFC 5646 language tag; <c>und</c> when the source does not say.</param>
/// <param name="Channels">The channels that are encoded: 1 or 2.</param>
/// <param name="SampleRate">The samples a second that are encoded: 44,100 or 48,000.</param>
public sealed record AudioTrack(AudioStream Stream, string Name, string Language, int Channels, int SampleRate)
{
    /// <summary>Silence that the encoder puts behind the sound, in samples: eight AAC frames, of which the packager makes as much as a stream needs.</summary>
    internal const int SilentSamples = 8 * 1024;

    /// <summary>The name of the file that the encoder writes.</summary>
    public string File => $"{Name}.mp4";

    /// <summary>What a viewer reads: what tells the tracks apart.</summary>
    public string Label => Language == "und" ? Name : $"{Name} ({Language})";

    /// <summary>The streams that can be decoded; the one that a player would pick comes first.</summary>
    /// <param name="media">The source.</param>
    public static IReadOnlyList<AudioTrack> Of(MediaInfo media)
    {
        var primary = media.PrimaryAudio;
        return
        [
            .. media.Streams.OfType<AudioStream>()
                .Where(static a => a is { Codec: not null, IsEncrypted: false, SampleRate: > 0 })
                .OrderBy(a => a != primary)
                .Select(static (a, i) => new AudioTrack(
                    a, string.Create(CultureInfo.InvariantCulture, $"audio-{i + 1}"), LanguageTag.Of(a.Language), a.Channels == 1 ? 1 : 2, a.SampleRate == 44_100 ? 44_100 : 48_000)),
        ];
    }
}
