using Xunit;

namespace Reelmill.Testing;

/// <summary>Real media for tests. A test whose file is missing is skipped by name.</summary>
public static class TestMedia
{
    /// <summary>The videos of more than half a minute, which together have nine tenths of all frames.</summary>
    private static readonly string[] Long =
    [
        "big-buck-bunny-720p-vp8-vorbis-30s.webm", "black-silent-6min-1080p.mp4", "cars-overhead-road-12fps.mp4",
        "nasa-artemis-promo-vp9-60fps-many-cuts.mkv", "pedestrians-campus-static-camera-80s.avi", "people-enter-one-by-one-139s-10fps.mp4",
        "sintel-trailer-720p-many-scene-cuts.mp4", "sintel-trailer-excerpt-480p-30s-near-duplicate.mp4", "talking-face-200s-no-audio.mp4",
        "two-flies-384x384-73s-dark.mp4",
    ];

    /// <summary>Lists real files with video, by name: a random third of the short ones, or all of them when <c>REELMILL_EVERY_FILE</c> is set.</summary>
    public static IReadOnlyList<string> Videos()
    {
        string[] all =
        [
            .. Directory.GetFiles(Path("video"))
                .Where(static f => !System.IO.Path.GetFileName(f).StartsWith("audio-only", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        ];
        return Campaign.IsWhole ? all : Campaign.Share(
            Campaign.Seeded(TestContext.Current.TestOutputHelper!.WriteLine),
            [.. all.Where(static f => !Long.Contains(System.IO.Path.GetFileName(f), StringComparer.Ordinal))]);
    }

    /// <summary>The path of a file below <c>REELMILL_MEDIA</c>; skips the test when the folder or file does not exist.</summary>
    public static string Path(params string[] parts)
    {
        var root = Environment.GetEnvironmentVariable("REELMILL_MEDIA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "REELMILL_MEDIA is not set");
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine([root!, .. parts]));
        Assert.SkipUnless(System.IO.Path.Exists(path), $"{path} does not exist");
        return path;
    }
}
