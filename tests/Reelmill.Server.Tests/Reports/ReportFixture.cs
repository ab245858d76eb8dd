using System.Text.Json;
using Reelmill.Library;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Pipelines.Runs;
using Reelmill.Server.Reports;
using Reelmill.Server.Reports.Selection;
using Reelmill.Testing;
using Reelmill.Vision.Images;

namespace Reelmill.Server.Tests.Reports;

/// <summary>A small handmade library with a manual clock.</summary>
public abstract class ReportFixture : IAsyncLifetime
{
    protected TempFolder Folder { get; } = new();

    protected SqliteCatalog Catalog { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        Catalog = SqliteCatalog.Open(Folder["library"], new ManualTimeProvider());
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Catalog.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>Writes the report into a minimal template and returns the page.</summary>
    internal async Task<string> WriteAsync(ReportLimits? limits = null)
    {
        var path = Folder["written.html"];
        await LibraryReport.WriteAsync(Catalog, Template(), path, limits ?? new ReportLimits(), CancellationToken.None);
        return await File.ReadAllTextAsync(path);
    }

    /// <summary>Writes the report and returns its embedded data.</summary>
    internal async Task<ReportData> ReadAsync(ReportLimits? limits = null) => ReportData.Parse(await WriteAsync(limits));

    /// <summary>A template that contains only the data element.</summary>
    internal ReportTemplate Template()
    {
        File.WriteAllText(Folder[ReportTemplate.FileName], $"<html>{ReportData.DataElement}</script></html>");
        return ReportTemplate.Read(Folder.Path);
    }

    /// <summary>Adds a completed item; kept frames get an image file.</summary>
    protected async Task AddVideoAsync(string source, string video, params FrameRecord[] frames)
    {
        using var store = new DiskArtifactStore(Catalog.Folder, new Journal(Catalog));
        for (var i = 0; i < frames.Length; i++)
        {
            if (frames[i].Kept)
            {
                var file = await store.AddAsync(LibraryLayout.Frames, video, LibraryLayout.FrameName(frames[i].TimeMs), CreateImage((int)frames[i].TimeMs));
                frames[i] = frames[i] with { Path = file.Path, Sha256 = file.Sha256, Bytes = file.Bytes };
            }
        }

        var result = new CatalogResult { Video = video, Fingerprint = "f", Options = "{}", Media = """{"container":"mp4","durationSeconds":12.5,"codec":"h264","width":320,"height":180,"bytes":2048}""" };
        await Catalog.CompleteAsync(await BeginAsync(source), result, frames);
    }

    protected async Task AddFailureAsync(string source, string code, string message, string? detail = null) =>
        await Catalog.FailAsync(await BeginAsync(source), new CatalogFailure(code, message, detail));

    protected async Task AddRunAsync(string verdict = "'score' is busy 91 % of the time: give it more workers (score=2, now 1).")
    {
        var id = await Catalog.BeginRunAsync("mine", "{}");
        RunStage[] stages = [new("probe", 1, 3, 3, 0, 0, 1, 1, 8, 1, 2), new("score", 1, 40, 40, 0, 0, 0, 9.1, 0.9, 0, 16)];
        var summary = new RunSummary(id, "mine", new(3, 2, 1, 0), [], [], 75.5, stages, new("score", 0.91, verdict)) { Frames = new(8, 3, 5, 3) };
        var timeline = new Timeline(["probe", "score"], [.. Enumerable.Range(1, 50).Select(i => new TimelinePoint(i * 1.51, i / 10, [0.1, 0.9], [0.8, 0.1], [0.1, 0], [0.2, i / 50.0]))]);
        await Catalog.FinishRunAsync(
            id, RunState.Done, JsonSerializer.Serialize(summary, RunJson.Default.RunSummary), JsonSerializer.Serialize(timeline, RunJson.Default.Timeline));
    }

    /// <summary>Adds one of everything that a report can show.</summary>
    protected async Task AddAllAsync()
    {
        await AddVideoAsync(
            "/in/clip.mp4", "aaaa",
            Frame("aaaa", 0),
            Frame("aaaa", 1000) with { Kept = false, Rule = "duplicate_in_video", Score = 1, Threshold = 5, DuplicateOf = "aaaa/0" },
            Frame("aaaa", 2000) with { Kept = false, Rule = "duplicate_in_video", Score = 4, Threshold = 5, DuplicateOf = "aaaa/0" },
            Frame("aaaa", 3500),
            Frame("aaaa", 4000) with { Kept = false, Rule = "blurred", Score = 8.25, Threshold = 12, Sharpness = 8.25 });
        await AddVideoAsync(
            "/in/other.mp4", "bbbb",
            Frame("bbbb", 0) with { Kept = false, Rule = "too_dark", Score = 0.1, Threshold = 0.32, Dark = 0.1 },
            Frame("bbbb", 1000),
            Frame("bbbb", 2000) with { Kept = false, Rule = "duplicate_across_videos", Score = 2, Threshold = 5, DuplicateOf = "aaaa/3500" });
        await AddFailureAsync("/in/broken.mp4", "not_media", "Probing broken.mp4: it is text.", "moov atom not found");
        await AddRunAsync();
    }

    protected static FrameRecord Frame(string video, long timeMs) => new()
    {
        Video = video,
        TimeMs = timeMs,
        Width = 320,
        Height = 180,
        Sharpness = 120 + (timeMs / 100.0),
        Dark = 0.8,
        Bright = 0.1,
        Mean = 0.5,
        Contrast = 0.2,
        Information = 6.5,
        Motion = timeMs == 0 ? null : 0.1,
        Hash = (ulong)timeMs,
        Kept = true,
    };

    protected static byte[] CreateImage(int seed)
    {
        var planes = new byte[320 * 180 * 3 / 2];
        for (var i = 0; i < planes.Length; i++)
        {
            planes[i] = (byte)(((i % 320) + (i / 320) + (seed / 50)) % 220);
        }

        using var encoder = new JpegEncoder();
        using var image = encoder.Encode(planes, 320, 180, ColorSpec.Jpeg);
        return image.Memory.ToArray();
    }

    private async Task<string> BeginAsync(string source)
    {
        var item = new NewItem("mine", source);
        await Catalog.EnqueueAsync([item]);
        await Catalog.BeginAttemptAsync(item.Id, "run");
        return item.Id;
    }
}
