using System.Globalization;
using System.Text.Json;
using Reelmill.Core;
using Reelmill.Core.Running;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Export;
using Reelmill.Library.Repair;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.FrameStages;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Mine;

/// <summary>Custom stages and rules: values are stored with the frames, and later decisions use them.</summary>
public sealed class FrameStageTests(MineFixture clips) : IClassFixture<MineFixture>, IDisposable
{
    private static readonly FrameStageDefinition Red = new("mean_red", "1", static () => new MeanRed());
    private static readonly FrameStageDefinition Caption = new("caption", "1", static () => new TimeCaption()) { KeptFrames = true };
    private static readonly MineOptions Loose = MineFixture.Options(new() { MinSharpness = 0 });

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_value_is_computed_from_the_pixels_of_the_frame()
    {
        await MineAsync("library", Loose, Red);

        var frames = await MineFixture.FramesOf(_folder["library"]);
        frames.ShouldAllBe(static f => f.Values!["mean_red"].Number >= 0 && f.Values.Count == 1);
        foreach (var frame in frames.Where(static f => f.Kept))
        {
            frame.Values!["mean_red"].Number!.Value.ShouldBe(await MeasureRedAsync(_folder[$"library/{frame.Path}"]), 0.01);
        }
    }

    [Fact]
    public async Task Values_appear_in_the_manifest_and_exports_only_where_stages_set_them()
    {
        await MineAsync("library", Loose, Red, Caption);
        await MineAsync("plain", Loose);

        var lines = MineFixture.ManifestOf(_folder["library"]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var plain = MineFixture.ManifestOf(_folder["plain"]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(static l => l[..l.IndexOf(",\"values\"", StringComparison.Ordinal)] + "}").ShouldBe(plain);
        var frames = lines.Select(static l => JsonElement.Parse(l)).ToArray();
        frames.ShouldAllBe(static f => f.GetProperty("values").GetProperty("mean_red").GetDouble() >= 0);
        frames.Where(static f => f.GetProperty("values").TryGetProperty("caption", out _)).ShouldBe(frames.Where(static f => f.GetProperty("kept").GetBoolean()));

        await using var catalog = SqliteCatalog.OpenReadOnly(_folder["library"]);
        await CsvExporter.ExportAsync(catalog, _folder["frames.csv"]);
        await ParquetExporter.ExportAsync(catalog, _folder["frames.parquet"]);
        (await File.ReadAllTextAsync(_folder["frames.csv"])).ShouldContain("quoted");
        (await File.ReadAllTextAsync(_folder["frames.parquet"])).ShouldContain("quoted");
    }

    [Fact]
    public async Task A_rule_gives_the_same_result_in_mine_and_in_decide()
    {
        await MineAsync("library", Loose, Red);
        var loose = MineFixture.ManifestOf(_folder["library"]);
        var middle = (await MineFixture.FramesOf(_folder["library"])).Where(static f => f.Kept).Select(static f => f.Values!["mean_red"].Number!.Value).Order().Skip(1).First();
        var strict = Loose with { Rules = [FrameRule.DropBelow("mean_red", middle, name: "not_red"), FrameRule.DropAbove("motion", 0.2, name: "jump")] };
        await MineAsync("strict", strict, Red);

        await DecideAsync("library", strict);
        MineFixture.ManifestOf(_folder["library"]).ShouldBe(MineFixture.ManifestOf(_folder["strict"]));
        var dropped = (await MineFixture.FramesOf(_folder["strict"])).Where(static f => f.Rule == "not_red").ToArray();
        dropped.ShouldNotBeEmpty();
        dropped.ShouldAllBe(f => f.Score == f.Values!["mean_red"].Number && f.Score < middle && f.Threshold == middle && f.Path == null);

        await DecideAsync("library", new() { Rules = [new FrameRule("not_red", "0"), FrameRule.Off("jump")] });
        MineFixture.ManifestOf(_folder["library"]).ShouldBe(loose);
    }

    [Fact]
    public async Task Rules_apply_to_the_library_until_they_are_changed()
    {
        await MineAsync("library", Loose with { Rules = [FrameRule.DropAbove("mean", 0, name: "none")] });
        (await MineAsync("library", new MineOptions { Sampling = Loose.Sampling })).Frames!.Kept.ShouldBe(0);
        (await DecideAsync("library", new() { Rules = [FrameRule.Off("none")] })).Frames.Kept.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Frames_that_a_later_decision_keeps_get_the_same_values()
    {
        var strict = MineFixture.Options(new() { MinSharpness = 400 });
        await MineAsync("library", strict, Red, Caption);
        await MineAsync("loose", Loose, Red, Caption);

        await using (var services = new RunServices(_folder["library"]))
        {
            var without = await new DecideRun(services, Loose).ExecuteAsync(default);
            without.Unlooked.Count.ShouldBeGreaterThan(0);
            services.Add(Caption);
            var summary = await new DecideRun(services, Loose).ExecuteAsync(default);
            summary.Looked.ShouldBe(without.Unlooked.Count);
            summary.Unlooked.ShouldBeEmpty();
        }

        MineFixture.ManifestOf(_folder["library"]).ShouldBe(MineFixture.ManifestOf(_folder["loose"]));
        (await DecideAsync("library", strict)).NewlyDropped.ShouldBeGreaterThan(0);
        await MineAsync("strict", strict, Red, Caption);
        MineFixture.ManifestOf(_folder["library"]).ShouldBe(MineFixture.ManifestOf(_folder["strict"]));
    }

    [Fact]
    public async Task Results_do_not_depend_on_worker_counts_or_order()
    {
        await MineAsync("many", Loose with { Stages = new() { ["mean_red"] = new() { Workers = 7 }, ["caption"] = new() { Workers = 5 } } }, Red, Caption);
        await MineAsync("one", Loose with { Mode = RunMode.Sequential }, Red, Caption);

        MineFixture.ManifestOf(_folder["many"]).ShouldBe(MineFixture.ManifestOf(_folder["one"]));
    }

    [Fact]
    public async Task Videos_are_mined_again_only_when_a_stage_is_added_or_changed()
    {
        (await MineAsync("library", Loose)).Items.Done.ShouldBe(3);
        (await MineAsync("library", Loose, Red)).Items.Done.ShouldBe(3);
        (await MineAsync("library", Loose, Red)).Items.Skipped.ShouldBe(3);
        (await MineAsync("library", Loose, Red with { Version = "2" })).Items.Done.ShouldBe(3);
    }

    [Fact]
    public async Task A_failing_stage_fails_only_its_video()
    {
        var run = await MineAsync("library", Loose, new FrameStageDefinition("odd", "1", static () => new ConflictingNameStage()));

        run.Items.Failed.ShouldBe(1);
        run.Items.Done.ShouldBe(2);
        run.Failures.ShouldHaveSingleItem().Code.ShouldBe("internal_error");
        run.Failures[0].Message.ShouldContain("'odd' set a value with the invalid name 'mean'");
    }

    [Fact]
    public async Task A_rule_for_a_value_that_no_frame_has_is_reported()
    {
        await MineAsync("library", Loose, Red);
        var summary = await DecideAsync("library", new() { Rules = [FrameRule.DropBelow("mean_rde", 0.4, name: "not_red")] });
        summary.Remarks.ShouldHaveSingleItem().ShouldBe(new("rules.not_red", "'mean_rde < 0.4' drops nothing: 'mean_rde' is neither a score nor a number from a stage that processes every sampled frame"));

        var unknown = await Should.ThrowAsync<PipelineException>(DecideAsync("library", new() { Rules = [new FrameRule("not_rde", "0.3")] }));
        (unknown.Code, unknown.Message).ShouldSatisfyAllConditions(static e => e.Code.ShouldBe("unknown_rule"), static e => e.Message.ShouldContain("Did you mean rules.not_red?"));
    }

    [Fact]
    public async Task A_run_reports_a_rule_that_does_not_apply_to_some_videos()
    {
        var options = Loose with { Rules = [FrameRule.DropBelow("mean_red", 0.1, name: "not_red")] };
        await using (var services = new RunServices(_folder["library"]))
        {
            services.Add(Red);
            await new MineRun(services, options, new RunObserver()).ExecuteAsync(InputList.Expand([Path.Combine(clips.Clips, "mixed.mp4")]), default, default);
        }

        (await MineAsync("library", Loose)).Notes.ShouldContain(static n => n.Input == "rules.not_red");
    }

    [Fact]
    public async Task A_stage_that_fails_on_a_newly_kept_frame_does_not_stop_the_decision()
    {
        await MineAsync("library", MineFixture.Options(new() { MinSharpness = 400 }), Caption);
        await using var services = new RunServices(_folder["library"]);
        services.Add(Caption with { Create = static () => new BrokenStage() });

        var summary = await new DecideRun(services, Loose).ExecuteAsync(default);

        summary.NewlyKept.ShouldBeGreaterThan(0);
        summary.Remarks.ShouldContain(static r => r.Text.Contains("TaskCanceledException", StringComparison.Ordinal));
        summary.Unlooked.ShouldNotBeEmpty();
        summary.Missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_system_error_in_a_stage_ends_the_decision()
    {
        await MineAsync("library", MineFixture.Options(new() { MinSharpness = 400 }), Caption);
        var before = MineFixture.ManifestOf(_folder["library"]);
        await using var services = new RunServices(_folder["library"]);
        services.Add(Caption with { Create = static () => new TooManyFilesStage() });

        await Should.ThrowAsync<IOException>(new DecideRun(services, Loose).ExecuteAsync(default));
        MineFixture.ManifestOf(_folder["library"]).ShouldBe(before);
    }

    [Fact]
    public async Task A_stage_that_is_added_again_keeps_its_position()
    {
        await MineAsync("library", Loose, Red, Caption with { KeptFrames = false });
        await using var services = new RunServices(_folder["library"]);
        Array.ForEach([Red, Caption with { KeptFrames = false }, Red], services.Add);
        (await new MineRun(services, Loose, new RunObserver()).ExecuteAsync(InputList.Expand([clips.Clips]), default, default)).Items.Skipped.ShouldBe(3);
    }

    [Fact]
    public async Task A_retry_without_the_stages_of_the_earlier_run_is_rejected()
    {
        await MineAsync("library", Loose, Red, Caption);
        var options = Loose.RestoreOptions((await FindLastRunAsync()).Options);

        var missing = await Should.ThrowAsync<PipelineException>(MineAsync("library", options));
        missing.Code.ShouldBe("stage_missing");
        missing.Message.ShouldContain("(mean_red 1, caption 1)");
        (await MineAsync("library", options, Red, Caption)).Items.Skipped.ShouldBe(3);
    }

    [Fact]
    public async Task A_repair_restores_values_from_the_manifest()
    {
        await MineAsync("library", Loose, Red, Caption);
        var manifest = MineFixture.ManifestOf(_folder["library"]);
        foreach (var file in Directory.GetFiles(_folder["library"], "library.db*"))
        {
            File.Delete(file);
        }

        await new LibraryRepair(_folder["library"], TimeProvider.System, static _ => { }).ExecuteAsync(null, default);
        await DecideAsync("library", new());
        MineFixture.ManifestOf(_folder["library"]).ShouldBe(manifest);
    }

    [Fact]
    public async Task A_stage_is_disposed_when_its_setup_fails()
    {
        var closed = 0;
        await Should.ThrowAsync<PipelineException>(MineAsync("library", Loose, new FrameStageDefinition("closed", "1", () => new FailingSetupStage(() => closed++)) { Tuning = new() { Workers = 1 } }));
        closed.ShouldBe(1);
    }

    [Theory]
    [InlineData("score", "1")]
    [InlineData("Red", "1")]
    [InlineData("red", "")]
    [InlineData("red", "a\nb")]
    public async Task A_stage_with_an_invalid_name_or_version_is_rejected(string name, string version)
    {
        await using var services = new RunServices(_folder["library"]);
        Should.Throw<ArgumentException>(() => services.Add(new FrameStageDefinition(name, version, static () => new MeanRed())));
    }

    private async Task<RunSummary> MineAsync(string library, MineOptions options, params FrameStageDefinition[] stages)
    {
        await using var services = new RunServices(_folder[library]);
        Array.ForEach(stages, services.Add);
        return await new MineRun(services, options, new RunObserver()).ExecuteAsync(InputList.Expand([clips.Clips]), default, default);
    }

    private async Task<DecideSummary> DecideAsync(string library, MineOptions options)
    {
        await using var services = new RunServices(_folder[library]);
        return await new DecideRun(services, options).ExecuteAsync(default);
    }

    /// <summary>Computes the mean of red from the file, decoded by ffmpeg.</summary>
    private static async Task<double> MeasureRedAsync(string path)
    {
        var output = await new ProcessLauncher().RunAsync(new ProcessSpec("ffmpeg", ["-nostdin", "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]), 1 << 20, CancellationToken.None);
        var (pixels, sum) = (output.Bytes, 0.0);
        for (var red = 0; red < pixels.Length; red += 3)
        {
            sum += pixels.Span[red];
        }

        return sum / 255 / (pixels.Length / 3);
    }

    private sealed class MeanRed : FrameStage
    {
        public override ValueTask ProcessAsync(FrameView frame, CancellationToken cancellationToken)
        {
            var pixels = frame.Image.Pixels;
            var sum = 0L;
            for (var red = 0; red < pixels.Length; red += 3)
            {
                sum += pixels[red];
            }

            frame.Values["mean_red"] = sum / (255.0 * frame.Width * frame.Height);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class TimeCaption : FrameStage
    {
        private bool _isOpen;

        public override ValueTask SetUpAsync(CancellationToken cancellationToken)
        {
            _isOpen = true;
            return ValueTask.CompletedTask;
        }

        public override ValueTask ProcessAsync(FrameView frame, CancellationToken cancellationToken)
        {
            _isOpen.ShouldBeTrue();
            frame.Values["caption"] = string.Create(CultureInfo.InvariantCulture, $"at {frame.Time.TotalMilliseconds} ms, \"quoted\" 图");
            return ValueTask.CompletedTask;
        }

        public override ValueTask DisposeAsync()
        {
            _isOpen.ShouldBeTrue();
            _isOpen = false;
            return base.DisposeAsync();
        }
    }

    private async Task<Run> FindLastRunAsync()
    {
        await using var catalog = SqliteCatalog.OpenReadOnly(_folder["library"]);
        return (await catalog.FindLastRunAsync("mine")).ShouldNotBeNull();
    }

    private sealed class BrokenStage : FrameStage
    {
        public override ValueTask ProcessAsync(FrameView frame, CancellationToken cancellationToken) => throw new TaskCanceledException("a request took too long");
    }

    private sealed class TooManyFilesStage : FrameStage
    {
        public override ValueTask ProcessAsync(FrameView frame, CancellationToken cancellationToken) => throw new IOException("Too many open files", 24);
    }

    private sealed class FailingSetupStage(Action closed) : FrameStage
    {
        public override ValueTask SetUpAsync(CancellationToken cancellationToken) => throw new PipelineException("shut", "no connection");

        public override ValueTask ProcessAsync(FrameView frame, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public override ValueTask DisposeAsync()
        {
            closed();
            return base.DisposeAsync();
        }
    }

    /// <summary>Sets a reserved name on the one clip that is narrower than the others.</summary>
    private sealed class ConflictingNameStage : FrameStage
    {
        public override ValueTask ProcessAsync(FrameView frame, CancellationToken cancellationToken)
        {
            frame.Values[frame.Width < 160 ? "mean" : "fine"] = 1;
            return ValueTask.CompletedTask;
        }
    }
}
