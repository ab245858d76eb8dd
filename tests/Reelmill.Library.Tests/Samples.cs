using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Tests;

/// <summary>Sample records for tests.</summary>
internal static class Samples
{
    public static readonly CatalogFailure Failure = new("not_media", "Probing a.mp4: it is text.", "stderr");

    public static FrameRecord Frame(string video, long timeMs, bool kept = true) => new()
    {
        Video = video,
        TimeMs = timeMs,
        Width = 1920,
        Height = 1080,
        Sharpness = 12.5,
        Dark = 0.1,
        Bright = 0.25,
        Mean = 101.75,
        Contrast = 40,
        Information = 7.1,
        Motion = timeMs == 0 ? null : 0.3,
        Hash = 0xF00D_0000_0000_0000 + (ulong)timeMs,
        Kept = kept,
        Rule = kept ? "kept" : "sharpness",
        Score = kept ? null : 1.5,
        Threshold = kept ? null : 3.25,
        Path = kept ? $"frames/{video}/{timeMs}.jpg" : null,
        Sha256 = kept ? new string('a', 64) : null,
        Bytes = kept ? 1000 : null,
    };

    public static CatalogResult Result(string video) => new()
    {
        Video = video,
        Fingerprint = "f1",
        Options = "{}",
        SourceStamp = "10:20",
        Media = """{"width":1920}""",
    };

    public static async Task<string> StartAsync(this SqliteCatalog catalog, string source, string pipeline = "mine")
    {
        var item = new NewItem(pipeline, source);
        await catalog.EnqueueAsync([item]);
        await catalog.BeginAttemptAsync(item.Id, "run");
        return item.Id;
    }

    public static async Task<string> AddDoneAsync(this SqliteCatalog catalog, string source, string video, params FrameRecord[] frames)
    {
        var id = await catalog.StartAsync(source);
        await catalog.CompleteAsync(id, Result(video), frames);
        return id;
    }

    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> values)
    {
        var list = new List<T>();
        await foreach (var value in values)
        {
            list.Add(value);
        }

        return list;
    }
}
