using Reelmill.Core;
using Reelmill.Media.Formats;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Tests.Probing;

public sealed class ProbeReaderTests
{
    [Fact]
    public void A_phone_video_is_parsed_completely()
    {
        var info = Golden.Read("phone-selfie-rotated-90.mov");

        info.FormatNames.ShouldBe(["mov", "mp4", "m4a", "3gp", "3g2", "mj2"]);
        info.StartTime.ShouldBe(TimeSpan.Zero);
        info.Duration.ShouldBe(TimeSpan.FromMicroseconds(1_016_667));
        info.SizeBytes.ShouldBe(501_384);
        info.BitRate.ShouldBe(3_945_315);
        info.RequireVideo().ShouldBe(new VideoStream
        {
            Index = 0,
            Codec = "h264",
            CodecTag = "avc1",
            Profile = "Baseline",
            Width = 640,
            Height = 480,
            Orientation = new Orientation(90),
            Level = 30,
            PixelFormat = "yuv420p",
            BitDepth = 8,
            ColorRange = ColorRange.Limited,
            ColorMatrix = "smpte170m",
            ColorTransfer = "bt709",
            ColorPrimaries = "bt709",
            RealFrameRate = new Rational(289, 12),
            AverageFrameRate = new Rational(625, 26),
            TimeBase = new Rational(1, 600),
            StartTime = TimeSpan.Zero,
            Duration = TimeSpan.FromMicroseconds(1_016_667),
            BitRate = 3_843_690,
            FrameCount = 25,
            Disposition = new StreamDisposition(true, false, false),
        });
        info.PrimaryAudio.ShouldBe(new AudioStream
        {
            Index = 1,
            Codec = "aac",
            CodecTag = "mp4a",
            Profile = "LC",
            SampleRate = 44100,
            Channels = 1,
            ChannelLayout = "mono",
            TimeBase = new Rational(1, 44100),
            StartTime = TimeSpan.Zero,
            Duration = TimeSpan.FromMicroseconds(1_016_667),
            BitRate = 64_414,
            Disposition = new StreamDisposition(true, false, false),
        });
    }

    [Theory]
    [InlineData("phone-selfie-rotated-90.mov", 90, 480, 640)]
    [InlineData("phone-portrait-4k60-rotated.mp4", 90, 2160, 3840)]
    [InlineData("phone-dog-at-stove-rotated-180-10fps.mp4", 180, 1280, 720)]
    [InlineData("carphone-qcif-176x144.mp4", 0, 193, 144)]
    [InlineData("roof-view-portrait-av1-10bit-hdr10.mp4", 0, 720, 1280)]
    public void The_displayed_size_is_upright_and_in_square_pixels(string file, int rotation, int width, int height)
    {
        var video = Golden.Video(file);

        video.Orientation.ShouldBe(new Orientation(rotation));
        (video.DisplayWidth, video.DisplayHeight).ShouldBe((width, height));
    }

    [Theory]
    [InlineData("garden-hlg-10bit-hevc.mov", "arib-std-b67", 10)]
    [InlineData("roof-view-portrait-av1-10bit-hdr10.mp4", "smpte2084", 10)]
    public void High_dynamic_range_is_detected(string file, string transfer, int bits)
    {
        var video = Golden.Video(file);

        video.IsHdr.ShouldBeTrue();
        video.ColorTransfer.ShouldBe(transfer);
        video.ColorMatrix.ShouldBe("bt2020nc");
        video.BitDepth.ShouldBe(bits);
    }

    [Fact]
    public void Full_range_is_detected_and_is_not_high_dynamic_range()
    {
        var video = Golden.Video("phone-portrait-4k60-rotated.mp4");

        video.ColorRange.ShouldBe(ColorRange.Full);
        video.IsHdr.ShouldBeFalse();
    }

    [Theory]
    [InlineData("screen-recording-vfr-3026x1386.mp4", true)]
    [InlineData("phone-dog-at-stove-rotated-180-10fps.mp4", true)]
    [InlineData("carphone-qcif-176x144.mp4", false)]
    [InlineData("phone-selfie-rotated-90.mov", false)]
    public void A_variable_frame_rate_is_guessed_from_the_two_rates(string file, bool variable) =>
        Golden.Video(file).IsVariableFrameRate.ShouldBe(variable);

    [Fact]
    public void An_unknown_duration_is_null()
    {
        var webm = Golden.Read("no-duration-header-vp9-opus.webm");
        var raw = Golden.Read("raw-annexb-resolution-change.h264");

        webm.Duration.ShouldBeNull();
        webm.RequireVideo().Duration.ShouldBeNull();
        (raw.Duration, raw.StartTime, raw.BitRate).ShouldBe((null, null, null));
        raw.RequireVideo().CodecTag.ShouldBeNull();
    }

    [Fact]
    public void The_first_of_several_default_videos_is_the_primary_one()
    {
        var info = Golden.Read("nasa-two-video-two-audio-two-subtitle-streams.mp4");

        info.Streams.Select(stream => stream.GetType().Name).ShouldBe(
            ["VideoStream", "AudioStream", "SubtitleStream", "VideoStream", "AudioStream", "SubtitleStream"]);
        info.PrimaryVideo!.Index.ShouldBe(0);
        info.PrimaryVideo.Language.ShouldBe("eng");
    }

    [Fact]
    public void A_transport_stream_keeps_its_start_time_and_lists_each_stream_once()
    {
        var info = Golden.Read("big-buck-bunny-1080p-mpeg2.ts");

        info.StartTime.ShouldBe(TimeSpan.FromMicroseconds(1_514_089));
        info.Streams.Count.ShouldBe(2);
        info.RequireVideo().CodecTag.ShouldBeNull();
    }

    [Fact]
    public void Audio_alone_is_media_but_not_video()
    {
        var info = Golden.Read("audio-only-speech-vorbis.ogg");

        info.PrimaryVideo.ShouldBeNull();
        var error = Should.Throw<ItemException>(info.RequireVideo);
        error.Code.ShouldBe("no_video");
        error.Message.ShouldContain("'audio-only-speech-vorbis.ogg': the file has no video (only audio)");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"streams":[],"format":{}}""")]
    public void Output_without_streams_is_not_media(string json) =>
        Should.Throw<ItemException>(() => ProbeReader.Read("clip.mp4", System.Text.Encoding.UTF8.GetBytes(json))).Code.ShouldBe("not_media");
}
