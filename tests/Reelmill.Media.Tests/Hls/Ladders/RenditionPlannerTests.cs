using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Formats;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Tests.Hls.Ladders;

public sealed class RenditionPlannerTests
{
    private static readonly Gen<VideoStream> Source =
        from width in Gen.Choose(2, 4096)
        from height in Gen.Choose(2, 4096)
        from rotation in Gen.Elements(0, 90, 180, 270)
        from shape in Gen.Elements(new Rational(1, 1), new Rational(128, 117), new Rational(4, 3), new Rational(3, 4))
        select Video(width, height) with { Orientation = new Orientation(rotation), SampleAspectRatio = shape };

    [Theory]
    [InlineData(1920, 1080, "1920x1080 1280x720 640x360")]
    [InlineData(3840, 2160, "1920x1080 1280x720 640x360")]
    [InlineData(1280, 720, "1280x720 640x360")]
    [InlineData(1920, 800, "1920x800 1280x534 640x266")]
    [InlineData(1080, 1920, "1080x1920 720x1280 360x640")]
    [InlineData(1440, 1080, "1440x1080 960x720 480x360")]
    [InlineData(320, 240, "320x240")]
    [InlineData(161, 121, "160x120")]
    [InlineData(1000, 562, "1000x562 640x360")]
    [InlineData(660, 371, "640x360")]
    [InlineData(1079, 1320, "1078x1320 720x880 360x440")]
    [InlineData(3026, 1386, "1920x880 1280x586 640x294")]
    public void Frames_fit_into_the_box_of_each_rung_and_are_never_upscaled(int width, int height, string sizes)
    {
        var renditions = RenditionPlanner.Plan(Ladder.Default, Video(width, height), allowUpscale: false);

        string.Join(' ', renditions.Select(static r => $"{r.Width}x{r.Height}")).ShouldBe(sizes);
    }

    [Fact]
    public void Renditions_of_any_source_are_even_sized_ordered_and_never_upscaled() =>
        Prop.ForAll(Source.ToArbitrary(), static video =>
        {
            var renditions = RenditionPlanner.Plan(Ladder.Default, video, allowUpscale: false);

            renditions.ShouldNotBeEmpty();
            renditions.ShouldAllBe(static r => r.Width % 2 == 0 && r.Height % 2 == 0 && r.Width >= 2 && r.Height >= 2);
            renditions.ShouldAllBe(r => r.Width <= video.DisplayWidth + 1 && r.Height <= video.DisplayHeight + 1);
            renditions.ShouldAllBe(static r => Math.Max(r.Width, r.Height) <= 1920 && Math.Min(r.Width, r.Height) <= 1080);
            renditions.Zip(renditions.Skip(1)).ShouldAllBe(static p => p.First.Width >= p.Second.Width && p.First.Height >= p.Second.Height && p.First.Bitrate >= p.Second.Bitrate);
            renditions.Select(static r => r.Name).Distinct(StringComparer.Ordinal).Count().ShouldBe(renditions.Count);
            renditions.ShouldAllBe(static r => r.MaxBitrate >= r.Bitrate);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_source_smaller_than_a_rung_gets_a_share_of_its_bitrate()
    {
        var rendition = RenditionPlanner.Plan(Ladder.Parse("360:800"), Video(320, 180), allowUpscale: false).ShouldHaveSingleItem();

        (rendition.Name, rendition.Bitrate).ShouldBe(("180p", (int)Math.Round(800 * Math.Pow(0.25, 0.75))));
    }

    [Fact]
    public void A_wide_source_between_two_rungs_does_not_get_the_name_of_the_lower_rung()
    {
        var renditions = RenditionPlanner.Plan(Ladder.Default, Video(1491, 721), allowUpscale: false);

        renditions.Select(static r => r.Name).ShouldBe(["838p", "720p", "360p"]);
    }

    [Fact]
    public void A_source_is_upscaled_when_allowed()
    {
        var renditions = RenditionPlanner.Plan(Ladder.Default, Video(640, 360), allowUpscale: true);

        renditions.Select(static r => (r.Width, r.Height)).ShouldBe([(1920, 1080), (1280, 720), (640, 360)]);
    }

    [Fact]
    public void Pixels_become_square_and_rotated_frames_upright()
    {
        var video = Video(176, 144) with { SampleAspectRatio = new Rational(128, 117), Orientation = new Orientation(90) };

        var rendition = RenditionPlanner.Plan(Ladder.Default, video, allowUpscale: false).ShouldHaveSingleItem();

        (rendition.Width, rendition.Height).ShouldBe((144, 192));
    }

    private static VideoStream Video(int width, int height) => new() { Index = 0, Disposition = new(true, false, false), TimeBase = new Rational(1, 1000), Width = width, Height = height };
}
