using Reelmill.Core;
using Reelmill.Media.Formats;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Tests.Probing;

public sealed class MediaInfoTests
{
    [Fact]
    public void The_default_video_has_priority_over_an_earlier_one() =>
        Info(Video(0), Video(1, isDefault: true)).PrimaryVideo!.Index.ShouldBe(1);

    [Fact]
    public void An_attached_picture_is_never_the_primary_video()
    {
        var cover = Video(0, isDefault: true) with { Disposition = new(true, false, IsAttachedPicture: true) };

        Info(cover, Video(1)).PrimaryVideo!.Index.ShouldBe(1);
        var error = Should.Throw<ItemException>(() => Info(cover).RequireVideo());
        error.Message.ShouldContain("only cover art");
    }

    [Fact]
    public void A_decodable_video_has_priority_over_another() =>
        Info(Video(0, isDefault: true) with { Codec = null }, Video(1)).PrimaryVideo!.Index.ShouldBe(1);

    [Fact]
    public void A_quarter_turn_swaps_width_and_height_in_square_pixels()
    {
        var video = Video(0) with { Width = 720, Height = 576, SampleAspectRatio = new Rational(16, 15), Orientation = new Orientation(270) };

        (video.DisplayWidth, video.DisplayHeight).ShouldBe((576, 768));
    }

    [Fact]
    public void An_unknown_frame_size_stays_unknown()
    {
        var video = Video(0) with { Width = 0, Height = 0 };

        (video.DisplayWidth, video.DisplayHeight).ShouldBe((0, 0));
    }

    internal static MediaInfo Info(params MediaStream[] streams) =>
        new() { Path = "clip.mp4", FormatNames = ["mov"], Streams = streams };

    internal static VideoStream Video(int index, bool isDefault = false) =>
        new() { Index = index, Codec = "h264", Width = 640, Height = 360, Disposition = new(isDefault, false, false) };
}
