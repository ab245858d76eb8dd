using Reelmill.Cli.Tests.Mining;
using Reelmill.Testing.Libraries;

namespace Reelmill.Cli.Tests.Media;

/// <summary>A trailer, an excerpt of it that was encoded again at half the size, and films that begin in black.</summary>
public sealed class DuplicateTests(ITestOutputHelper output) : MineTest
{
    /// <summary>Sampled once a second, the excerpt of 30 seconds has about that many frames, some of them dark or flat.</summary>
    private const int Floor = 12;

    [Fact]
    public async Task Frames_of_an_excerpt_are_duplicates_of_the_trailer_and_the_larger_ones_are_kept()
    {
        var trailer = TestMedia.Path("video", "sintel-trailer-720p-many-scene-cuts.mp4");
        var excerpt = TestMedia.Path("video", "sintel-trailer-excerpt-480p-30s-near-duplicate.mp4");

        await MineAsync(0, trailer, excerpt);

        var frames = Library.Frames();
        var found = frames.Where(static f => f.Rule == "duplicate_across_videos").ToArray();
        output.WriteLine($"{found.Length} of {frames.Count(f => f.Source == excerpt)} frames of the excerpt and trailer are duplicates");
        found.Length.ShouldBeGreaterThanOrEqualTo(Floor);
        found.Count(f => f.Source == excerpt).ShouldBeGreaterThan(found.Length * 9 / 10);
        ShouldNameKeptFramesOfAnotherVideo(frames, found);
    }

    [Fact]
    public async Task Black_frames_are_never_duplicates()
    {
        await MineAsync(
            0,
            TestMedia.Path("video", "black-silent-6min-1080p.mp4"),
            TestMedia.Path("video", "sintel-trailer-720p-many-scene-cuts.mp4"),
            TestMedia.Path("video", "big-buck-bunny-1080p-mpeg2.ts"));

        var frames = Library.Frames();
        var black = frames.Where(static f => f.Source.Contains("black-silent", StringComparison.Ordinal)).ToArray();
        black.Length.ShouldBeGreaterThan(300);
        black.ShouldAllBe(static f => f.Rule == "too_dark" && f.Twin == null);
        var dark = frames.Where(static f => f.Rule == "too_dark").Select(static f => f.Id).ToHashSet(StringComparer.Ordinal);
        dark.Count.ShouldBeGreaterThan(black.Length);
        frames.ShouldAllBe(f => f.Twin == null || !dark.Contains(f.Twin));
    }

    private static void ShouldNameKeptFramesOfAnotherVideo(IReadOnlyList<ManifestFrame> frames, ManifestFrame[] found)
    {
        var byId = frames.ToDictionary(static f => f.Id, StringComparer.Ordinal);
        foreach (var frame in found)
        {
            var kept = byId[frame.Twin!];
            kept.Kept.ShouldBeTrue();
            (kept.Video == frame.Video).ShouldBeFalse();
            frame.Score.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(frame.Threshold!.Value);
        }
    }
}
