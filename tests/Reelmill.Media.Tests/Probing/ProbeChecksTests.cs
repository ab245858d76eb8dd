using Reelmill.Core;
using Reelmill.Media.Formats;
using Reelmill.Media.Probing;
using static Reelmill.Media.Tests.Probing.MediaInfoTests;

namespace Reelmill.Media.Tests.Probing;

public sealed class ProbeChecksTests
{
    private static readonly ProbeLimits Limits = new();

    [Fact]
    public void An_ordinary_file_passes() => ProbeChecks.Check(Golden.Read("phone-selfie-rotated-90.mov"), Limits, default);

    [Fact]
    public void Pixels_are_limited_as_stored()
    {
        Check(Info(Video(0) with { Width = 8192, Height = 8192 })).ShouldBeNull();
        Check(Info(Video(0) with { Width = 8193, Height = 8192 }))!.Code.ShouldBe("limit_exceeded");
        Check(Info(Video(0) with { Width = int.MaxValue, Height = int.MaxValue }))!.Code.ShouldBe("limit_exceeded");
    }

    [Fact]
    public void Pixels_are_limited_as_displayed_too() =>
        Check(Info(Video(0) with { SampleAspectRatio = new Rational(int.MaxValue, 1) }))!.Code.ShouldBe("limit_exceeded");

    [Fact]
    public void An_attached_picture_is_limited_as_well() =>
        Check(Info(Video(0), Video(1) with { Width = 30000, Height = 30000, Disposition = new(false, false, true) }))!
            .Code.ShouldBe("limit_exceeded");

    [Fact]
    public void Streams_are_limited()
    {
        Check(Info([.. Enumerable.Range(0, 100).Select(i => Video(i))])).ShouldBeNull();
        Check(Info([.. Enumerable.Range(0, 101).Select(i => Video(i))]))!.Message.ShouldContain("101 streams; the limit is 100");
    }

    [Fact]
    public void Duration_is_limited_for_the_file_and_for_each_stream()
    {
        Check(Info(Video(0)) with { Duration = TimeSpan.FromHours(49) })!.Message.ShouldContain("49.0 hours; the limit is 48");
        Check(Info(Video(0) with { Duration = TimeSpan.FromHours(49) }))!.Code.ShouldBe("limit_exceeded");
        Check(Info(Video(0)) with { Duration = TimeSpan.FromHours(47) }).ShouldBeNull();
    }

    [Fact]
    public void Frame_rate_is_limited_by_its_average_and_not_by_a_phone_clock()
    {
        var fast = new Rational(90000, 1);

        Check(Info(Video(0) with { RealFrameRate = fast, AverageFrameRate = new Rational(30, 1) })).ShouldBeNull();
        Check(Info(Video(0) with { AverageFrameRate = fast }))!.Code.ShouldBe("limit_exceeded");
        Check(Info(Video(0) with { AverageFrameRate = fast, FrameCount = 100 }))!.Code.ShouldBe("limit_exceeded");
        Check(Info(Video(0) with { RealFrameRate = fast })).ShouldBeNull();
    }

    [Fact]
    public void A_few_frames_prove_no_frame_rate()
    {
        var fast = new Rational(90000, 1);

        Check(Info(Video(0) with { AverageFrameRate = fast, FrameCount = 1 })).ShouldBeNull();
        Check(Info(Video(0) with { AverageFrameRate = fast, Duration = TimeSpan.FromMilliseconds(1) })).ShouldBeNull();
        Check(Info(Video(0) with { AverageFrameRate = fast, Duration = TimeSpan.FromSeconds(1) }))!.Code.ShouldBe("limit_exceeded");
    }

    [Fact]
    public void Encryption_and_missing_frames_are_reported_before_an_absurd_frame_rate()
    {
        var fast = Video(0) with { AverageFrameRate = new Rational(90000, 1) };

        Check(Info(fast with { IsEncrypted = true }))!.Code.ShouldBe("encrypted");
        Check(Info(fast) with { IsEmpty = true })!.Code.ShouldBe("no_frames");
    }

    [Fact]
    public void A_codec_without_a_decoder_is_named_by_its_tag()
    {
        var error = Check(Golden.Read("mp4-vvc-h266-unsupported-codec.mp4"))!;

        error.Code.ShouldBe("unsupported_codec");
        error.Message.ShouldContain("stream 0 (vvc1)");
    }

    [Fact]
    public void Declared_encryption_is_detected() =>
        Check(Golden.Read("webm-encrypted-vp8.webm"))!.Code.ShouldBe("encrypted");

    [Fact]
    public void A_video_without_a_frame_size_is_not_media() =>
        Check(Info(Video(0) with { Height = 0 }))!.Code.ShouldBe("not_media");

    private static ItemException? Check(MediaInfo info)
    {
        try
        {
            ProbeChecks.Check(info, Limits, default);
            return null;
        }
        catch (ItemException e)
        {
            return e;
        }
    }
}
