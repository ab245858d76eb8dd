using System.Globalization;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>An audio stream that becomes an audio rendition.</summary>
/// <param name="Stream">The stream of the source.</param>
/// <param name="Name">The name, unique among the tracks and safe in file names, such as <c>audio-1</c>.</param>
/// <param name="Language">An RFC 5646 language tag; <c>und</c> when the source has none.</param>
/// <param name="Channels">The number of encoded channels: 1 or 2.</param>
/// <param name="SampleRate">The encoded sample rate in Hz: 44,100 or 48,000.</param>
public sealed record AudioTrack(AudioStream Stream, string Name, string Language, int Channels, int SampleRate)
{
    /// <summary>
    /// The silence that the encoder appends to the audio, in samples: eight AAC frames, which the packager repeats as
    /// often as the stream needs.
    /// </summary>
    internal const int SilencePaddingSamples = 8 * 1024;

    /// <summary>The name of the encoded file.</summary>
    public string File => $"{Name}.mp4";

    /// <summary>The label that viewers see in a player; it distinguishes the tracks.</summary>
    public string Label => Language == "und" ? Name : $"{Name} ({Language})";

    /// <summary>Selects the decodable audio streams of a source; the one that a player would choose comes first.</summary>
    /// <param name="media">The source.</param>
    public static IReadOnlyList<AudioTrack> FromMedia(MediaInfo media)
    {
        var primary = media.PrimaryAudio;
        return
        [
            .. media.Streams.OfType<AudioStream>()
                .Where(static a => a is { Codec: not null, IsEncrypted: false, SampleRate: > 0 })
                .OrderBy(a => a != primary)
                .Select(static (a, i) => new AudioTrack(
                    a, string.Create(CultureInfo.InvariantCulture, $"audio-{i + 1}"), LanguageTag.FromContainer(a.Language), a.Channels == 1 ? 1 : 2, a.SampleRate == 44_100 ? 44_100 : 48_000)),
        ];
    }
}
