using System.Diagnostics;
using System.Globalization;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Benchmarks.Library;

/// <summary>What the catalog's usual work takes: one line of numbers a run, so that two builds can be run in turn.</summary>
internal static class CatalogTime
{
    private const int Items = 400;
    private const int Frames = 50;
    private const int LongVideo = 200_000;

    public static async Task MeasureAsync(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("reelmill-catalog-").FullName;
        try
        {
            await using var catalog = SqliteCatalog.Open(folder);
            var run = await catalog.BeginRunAsync("mine", "{}");
            var times = new List<double>();
            for (var i = 0; i < Items; i++)
            {
                times.Add(await CompleteAsync(catalog, run, i, Frames));
            }

            var inserted = await CompleteAsync(catalog, run, Items, LongVideo);
            var clock = Stopwatch.GetTimestamp();
            var read = 0;
            await foreach (var frame in catalog.FramesAsync())
            {
                read++;
            }

            var reading = Stopwatch.GetElapsedTime(clock).TotalSeconds;
            times.Sort();
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"item of {Frames} frames {times[times.Count / 2]:F2} ms; insert {LongVideo / inserted:F0} frames/ms; read {read / reading / 1000:F0} frames/ms; cpu {Environment.CpuUsage.TotalTime.TotalSeconds:F2} s"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The milliseconds that beginning and completing an item take.</summary>
    private static async Task<double> CompleteAsync(SqliteCatalog catalog, string run, int number, int frames)
    {
        var item = new NewItem("mine", $"/videos/{number}.mp4");
        var video = number.ToString("x20", CultureInfo.InvariantCulture);
        var rows = Enumerable.Range(0, frames).Select(i => Frame(video, i)).ToArray();
        await catalog.EnqueueAsync([item]);
        var clock = Stopwatch.GetTimestamp();
        await catalog.BeginAttemptAsync(item.Id, run);
        await catalog.CompleteAsync(item.Id, new CatalogResult { Video = video, Fingerprint = "f", Options = "{}" }, rows);
        return Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
    }

    private static FrameRecord Frame(string video, int second) => new()
    {
        Video = video,
        TimeMs = second * 1000,
        Width = 1920,
        Height = 1080,
        Sharpness = 100 + second,
        Dark = 0.9,
        Bright = 0.1,
        Mean = 0.5,
        Contrast = 0.2,
        Information = 7,
        Motion = 0.01,
        Hash = (ulong)second * 0x9E3779B97F4A7C15,
        Kept = true,
        Path = $"frames/{video}/{second}.jpg",
        Sha256 = video,
        Bytes = 100_000,
    };
}
