using Reelmill.Media.Formats;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Tests.Hls.Encoders;

public sealed class TrackTests
{
    private static readonly StreamDisposition None = new(false, false, false);

    [Theory]
    [InlineData("eng", "en")]
    [InlineData("GER", "de")]
    [InlineData("chi", "zh")]
    [InlineData("zh-Hant", "zh-hant")]
    [InlineData("gsw", "gsw")]
    [InlineData(null, "und")]
    [InlineData("", "und")]
    [InlineData("x\"y", "und")]
    [InlineData("a", "und")]
    public void A_container_language_becomes_an_rfc_5646_tag(string? language, string tag) =>
        LanguageTag.FromContainer(language).ShouldBe(tag);

    [Fact]
    public void Every_decodable_audio_stream_is_kept_and_the_default_one_comes_first()
    {
        var media = Media(
            Audio(1, "eng", channels: 6),
            Audio(2, "fra") with { Disposition = new(true, false, false) },
            Audio(3, "deu") with { Codec = null },
            Audio(4, null, channels: 1, rate: 44_100));

        AudioTrack.FromMedia(media).Select(static a => (a.Name, a.Language, a.Channels, a.SampleRate, a.Stream.Index)).ShouldBe([
            ("audio-1", "fr", 2, 48_000, 2), ("audio-2", "en", 2, 48_000, 1), ("audio-3", "und", 1, 44_100, 4)]);
    }

    [Fact]
    public void Text_subtitles_are_kept_and_bitmap_subtitles_are_not()
    {
        var media = Media(
            new SubtitleStream { Index = 1, Disposition = None, TimeBase = new Rational(1, 1000), Codec = "mov_text", Language = "eng" },
            new SubtitleStream { Index = 2, Disposition = None, TimeBase = new Rational(1, 1000), Codec = "dvd_subtitle", Language = "eng" },
            new SubtitleStream { Index = 3, Disposition = None, TimeBase = new Rational(1, 1000), Codec = "subrip" });

        SubtitleTrack.FromMedia(media).Select(static s => (s.Name, s.Language, s.Stream.Index)).ShouldBe([("subtitles-1", "en", 1), ("subtitles-2", "und", 3)]);
    }

    private static MediaInfo Media(params MediaStream[] streams) => new() { Path = "clip.mkv", FormatNames = ["matroska"], Streams = streams };

    private static AudioStream Audio(int index, string? language, int channels = 2, int rate = 48_000) =>
        new() { Index = index, Disposition = None, TimeBase = new Rational(1, 48_000), Codec = "aac", Language = language, Channels = channels, SampleRate = rate };
}
