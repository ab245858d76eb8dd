using System.Text.Json;
using Reelmill.Core.Running;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Chunking;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Chunk;

public sealed class ChunkRunTests(ChunkFixture clip) : IClassFixture<ChunkFixture>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_gives_chunks_in_order_and_a_manifest_that_describes_them()
    {
        var report = (await clip.RunAsync(_folder["library"])).Output;

        var manifest = ChunkManifest.Read(report.Folder);
        (manifest.TotalChunks, manifest.Processed, manifest.Failed, manifest.Retries).ShouldBe((8, 8, 0, 0));
        manifest.Segments.Select(static s => s.Sequence).ShouldBe(Enumerable.Range(0, 8));
        manifest.Segments.ShouldAllBe(static s => s.Frames == 25 && s.Attempts == 1 && s.Error == null);
        manifest.Segments.Select(static s => (s.Start, s.End)).ShouldBe(Enumerable.Range(0, 8).Select(static i => ((double)i, i + 1.0)));
        manifest.Segments.Select(s => Sha256(Path.Combine(report.Folder, s.File!))).ShouldBe(manifest.Segments.Select(static s => s.Sha256!));
        manifest.WorkerStats.Sum(static w => w.Chunks).ShouldBe(8);
    }

    [Fact]
    public async Task Events_report_the_life_cycle_of_each_chunk_and_collect_them_in_order()
    {
        var events = (await clip.RunAsync(_folder["library"])).Events;

        events[0].ShouldBeOfType<PipelineStart>();
        events.OfType<PipelineInfo>().Single().TotalChunks.ShouldBe(8);
        events.OfType<ChunkCollected>().Select(static e => e.Sequence).ShouldBe(Enumerable.Range(0, 8));
        events.OfType<ChunkCollected>().Select(static e => e.Emitted).ShouldBe(Enumerable.Range(1, 8));
        events.OfType<ChunkCollected>().ShouldAllBe(static e => e.Success && e.Buffered >= 0);
        events.OfType<PipelineProgress>().Last().Done.ShouldBe(8);
        events.ShouldAllBe(e => e.Source == clip.Clip);
        for (var i = 0; i < 8; i++)
        {
            var life = events.Where(e => SequenceOf(e) == i).Select(static e => e.GetType().Name);
            life.ShouldBe([nameof(ChunkQueued), nameof(ChunkStarted), nameof(ChunkCompleted), nameof(ChunkCollected)]);
        }

        events[^1].ShouldBeOfType<PipelineComplete>().Processed.ShouldBe(8);
    }

    [Fact]
    public async Task Every_event_is_a_line_of_JSON_with_its_stable_name()
    {
        var events = (await clip.RunAsync(_folder["library"])).Events;

        foreach (var e in events)
        {
            var line = JsonSerializer.Serialize(e, ChunkEventJson.Lines.ChunkEvent);
            line.ShouldNotContain("\n");
            using var json = JsonDocument.Parse(line);
            json.RootElement.GetProperty("event").GetString()!.ShouldMatch("^(pipeline|chunk)_[a-z]+$");
            JsonSerializer.Deserialize(line, ChunkEventJson.Lines.ChunkEvent).ShouldBe(e);
        }
    }

    [Fact]
    public async Task A_second_run_skips_chunks_whose_hash_matches()
    {
        await clip.RunAsync(_folder["library"]);
        var repeated = await clip.RunAsync(_folder["library"]);

        repeated.Summary.Skips.Single().Why.ShouldStartWith("done already");
        repeated.Output.Chunks.ShouldBe(new ChunkCounts(8, 0, 8, 0));
        repeated.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_changed_or_removed_chunks_are_made_again()
    {
        var report = (await clip.RunAsync(_folder["library"])).Output;
        var before = Hashes(report);
        await File.AppendAllTextAsync(Path.Combine(report.Folder, "chunk_0002.mp4"), "x");
        File.Delete(Path.Combine(report.Folder, "chunk_0005.mp4"));

        var repeated = await clip.RunAsync(_folder["library"]);

        repeated.Events.OfType<ChunkStarted>().Select(static e => e.Sequence).Order().ShouldBe([2, 5]);
        repeated.Output.Chunks.ShouldBe(new ChunkCounts(8, 2, 6, 0));
        Hashes(repeated.Output).ShouldBe(before);
        repeated.Output.Manifest.Segments[2].Attempts.ShouldBe(2);
        repeated.Output.Manifest.Retries.ShouldBe(2);
    }

    [Fact]
    public async Task Other_options_replace_all_old_chunks()
    {
        await clip.RunAsync(_folder["library"]);
        var repeated = await clip.RunAsync(_folder["library"], ChunkFixture.Options() with { Duration = TimeSpan.FromSeconds(4) });

        repeated.Events.OfType<ChunkSkipped>().ShouldBeEmpty();
        Directory.GetFiles(repeated.Output.Folder).Select(static p => Path.GetFileName(p)).Order(StringComparer.Ordinal).ShouldBe(["chunk_0000.mp4", "chunk_0001.mp4", "manifest.json"]);
    }

    [Fact]
    public async Task A_file_whose_content_changed_is_cut_again()
    {
        File.Copy(clip.Clip, _folder["own.mp4"]);
        await clip.RunAsync(_folder["library"], null, _folder["own.mp4"]);
        await File.AppendAllTextAsync(_folder["own.mp4"], "more");

        var events = (await clip.RunAsync(_folder["library"], null, _folder["own.mp4"])).Events;

        events.OfType<ChunkSkipped>().ShouldBeEmpty();
        events.OfType<ChunkCompleted>().Count().ShouldBe(8);
    }

    [Fact]
    public async Task A_failed_chunk_stops_no_other_and_a_second_run_makes_only_that_one()
    {
        var broken = Encode() with { Tools = new ToolPaths(ChunkFixture.WriteTamperedFfmpeg(_folder, "end_pts=38400,", "echo '[error] broken on purpose' >&2; exit 1")) };
        var report = await clip.RunAsync(_folder["library"], broken);

        report.Summary.Failures.Single().Code.ShouldBe("chunk_failed");
        report.Output.Chunks.ShouldBe(new ChunkCounts(8, 7, 0, 1));
        report.Output.Manifest.Segments.Where(static s => s.Error is not null).Select(static s => s.Sequence).ShouldBe([2]);
        (report.Output.Manifest.Processed, report.Output.Manifest.Failed).ShouldBe((7, 1));
        report.Events.OfType<ChunkFailed>().Single().Sequence.ShouldBe(2);
        report.Events.OfType<ChunkCollected>().Select(static e => (e.Sequence, e.Success)).ShouldBe(Enumerable.Range(0, 8).Select(static i => (i, i != 2)));
        report.Events[^1].ShouldBeOfType<PipelineComplete>().Failed.ShouldBe(1);
        (await ItemAsync(_folder["library"])).State.ShouldBe(ItemState.Failed);

        var healed = await clip.RunAsync(_folder["library"], Encode());
        healed.Events.OfType<ChunkStarted>().Select(static e => e.Sequence).ShouldBe([2]);
        healed.Summary.Failures.ShouldBeEmpty();
        (await ItemAsync(_folder["library"])).State.ShouldBe(ItemState.Done);
    }

    [Fact]
    public async Task A_chunk_whose_ffmpeg_is_killed_is_retried()
    {
        var once = _folder["once"];
        var crashing = Encode() with
        {
            Tools = new ToolPaths(ChunkFixture.WriteTamperedFfmpeg(_folder, "end_pts=38400,", $"if mkdir '{once}' 2>/dev/null; then kill -9 $$; fi")),
            Stages = new() { ["cut"] = new() { Retry = new RetryOptions { Attempts = 4, Delay = TimeSpan.FromMilliseconds(1) } } },
        };
        var report = await clip.RunAsync(_folder["library"], crashing);

        report.Summary.Failures.ShouldBeEmpty();
        var retried = report.Events.OfType<ChunkRetried>().Single();
        (retried.Sequence, retried.Attempt).ShouldBe((2, 1));
        report.Output.Manifest.Segments[2].Attempts.ShouldBe(2);
        report.Output.Manifest.Retries.ShouldBe(1);
    }

    [Fact]
    public async Task The_number_of_workers_does_not_change_the_result()
    {
        var one = (await clip.RunAsync(_folder["one"], Encode() with { Mode = RunMode.Sequential })).Output;
        var four = (await clip.RunAsync(_folder["four"], Encode() with { Workers = 4 })).Output;

        Hashes(four).ShouldBe(Hashes(one));
        Plain(four).ShouldBe(Plain(one));
    }

    [Fact]
    public async Task A_file_that_is_not_media_fails_with_its_own_error_in_the_catalog()
    {
        await File.WriteAllTextAsync(_folder["text.mp4"], "no media");

        var report = await clip.RunAsync(_folder["library"], null, _folder["text.mp4"]);

        report.Summary.Failures.Single().Code.ShouldBe("not_media");
        report.Summary.Outputs.ShouldBeEmpty();
        report.Events.Select(static e => e.GetType()).ShouldBe([typeof(PipelineStart), typeof(ProducerError), typeof(PipelineError)]);
        (await ItemAsync(_folder["library"])).ErrorCode.ShouldBe("not_media");
    }

    [Theory]
    [InlineData(ChunkWork.Copy | ChunkWork.Encode, null, "write the same file")]
    [InlineData(ChunkWork.Copy, ChunkAlignment.Exact, "--aligned keyframes")]
    [InlineData(ChunkWork.None, null, "processor is empty")]
    public async Task Impossible_options_are_refused_before_any_work(ChunkWork work, ChunkAlignment? alignment, string says)
    {
        var options = ChunkFixture.Options() with { Work = work, Alignment = alignment };

        (await Should.ThrowAsync<ArgumentException>(() => clip.RunAsync(_folder["library"], options))).Message.ShouldContain(says);
        Directory.Exists(_folder["library"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Each_chunk_can_have_several_processors()
    {
        var manifest = (await clip.RunAsync(_folder["library"], ChunkFixture.Options() with { Work = ChunkWork.Copy | ChunkWork.Checksum })).Output.Manifest;

        manifest.Processors.ShouldBe(["copy", "checksum"]);
        manifest.Segments.ShouldAllBe(static s => s.Sha256 != null && s.PicturesSha256 != null && s.PacketsSha256 != null);
    }

    [Fact]
    public async Task Several_files_are_cut_at_once_and_a_failing_one_stops_no_other()
    {
        Directory.CreateDirectory(_folder["videos"]);
        File.Copy(clip.Clip, _folder["videos/one.mp4"]);
        File.Copy(clip.Clip, _folder["videos/two.mp4"]);
        await File.WriteAllTextAsync(_folder["videos/bad.mp4"], "no media");
        await File.WriteAllTextAsync(_folder["list.txt"], $"videos{Path.DirectorySeparatorChar}two.mp4\n");
        await File.AppendAllTextAsync(_folder["videos/two.mp4"], "other content");

        var cut = await clip.RunAsync(_folder["library"], null, _folder["videos/one.mp4"], _folder["list.txt"], _folder["videos/bad.mp4"]);

        (cut.Summary.Items.Done, cut.Summary.Items.Failed).ShouldBe((2, 1));
        cut.Summary.Outputs!.Cast<ChunkOutput>().Select(static o => (Path.GetFileName(o.Input), o.Chunks.Done)).ShouldBe([("one.mp4", 8), ("two.mp4", 8)]);
        cut.Events.OfType<ChunkCollected>().GroupBy(static e => e.Source!, StringComparer.Ordinal).ShouldAllBe(static g => g.Select(e => e.Sequence).SequenceEqual(Enumerable.Range(0, 8)));
    }

    [Fact]
    public async Task The_next_run_finishes_a_file_of_a_stopped_run()
    {
        using var stopping = new CancellationTokenSource();
        await using (var services = new RunServices(_folder["library"]))
        {
            var stopped = await new ChunkRun(services, ChunkFixture.Options() with { Workers = 1, Queue = 1 }, new RunObserver(), new OnEvent<ChunkCompleted>(stopping.Cancel))
                .ExecuteAsync(InputList.Expand([clip.Clip]), stopping.Token, default);

            (stopped.Items.Total, stopped.Outputs!.Count).ShouldBe((0, 0));
        }

        (await ItemAsync(_folder["library"])).State.ShouldBe(ItemState.Pending);
        var next = await clip.RunAsync(_folder["library"]);

        next.Output.Chunks.Skipped.ShouldBeInRange(1, 7);
        next.Output.Chunks.ShouldBe(new ChunkCounts(8, 8 - next.Output.Chunks.Skipped, next.Output.Chunks.Skipped, 0));
    }

    [Fact]
    public async Task A_damaged_or_missing_manifest_is_rebuilt_from_the_existing_chunks()
    {
        var before = (await clip.RunAsync(_folder["library"])).Output;
        foreach (var damage in new Action<string>[] { static path => File.WriteAllText(path, "{ \"segments\": [ {"), File.Delete })
        {
            damage(Path.Combine(before.Folder, ChunkManifest.FileName));

            var repeated = await clip.RunAsync(_folder["library"]);

            repeated.Output.Chunks.ShouldBe(new ChunkCounts(8, 0, 8, 0));
            Plain(repeated.Output).ShouldBe(Plain(before));
        }
    }

    [Fact]
    public async Task Stopping_a_run_before_the_first_write_fails_nothing()
    {
        using var stopping = new CancellationTokenSource();
        await using var services = new RunServices(_folder["library"]);
        var options = ChunkFixture.Options() with { Work = ChunkWork.Decode, Workers = 1, Queue = 1 };

        var stopped = await new ChunkRun(services, options, new RunObserver(), new OnEvent<ChunkCompleted>(stopping.Cancel)).ExecuteAsync(InputList.Expand([clip.Clip]), stopping.Token, default);

        stopped.Items.ShouldBe(new RunItems(0, 0, 0, 0));
        (await ItemAsync(_folder["library"])).State.ShouldBe(ItemState.Pending);
    }

    [Fact]
    public async Task A_failing_file_is_not_listed_with_its_earlier_chunks()
    {
        File.Copy(clip.Clip, _folder["own.mp4"]);
        await clip.RunAsync(_folder["library"], null, _folder["own.mp4"]);
        await File.WriteAllTextAsync(_folder["own.mp4"], "no media any more");

        var cut = await clip.RunAsync(_folder["library"], null, _folder["own.mp4"]);

        cut.Summary.Failures.Single().Code.ShouldBe("not_media");
        cut.Summary.Outputs.ShouldBeEmpty();
    }

    private static ChunkOptions Encode() => ChunkFixture.Options() with
    {
        Work = ChunkWork.Encode,
        Encoding = new ChunkEncoding { Preset = "ultrafast" },
    };

    private static int? SequenceOf(ChunkEvent value) => value switch
    {
        ChunkQueued e => e.Sequence,
        ChunkStarted e => e.Sequence,
        ChunkCompleted e => e.Sequence,
        ChunkCollected e => e.Sequence,
        _ => null,
    };

    private static async Task<Item> ItemAsync(string library)
    {
        await using var catalog = SqliteCatalog.OpenReadOnly(library);
        await foreach (var item in catalog.ItemsAsync(new ItemFilter { Pipeline = "chunk" }))
        {
            return item;
        }

        throw new InvalidOperationException("The catalog has no item.");
    }

    private sealed class OnEvent<T>(Action act) : IProgress<ChunkEvent>
    {
        public void Report(ChunkEvent value)
        {
            if (value is T)
            {
                act();
            }
        }
    }

    /// <summary>Serializes the manifest without the values that depend on time.</summary>
    private static string Plain(ChunkOutput report) => JsonSerializer.Serialize(
        report.Manifest with { ElapsedTime = 0, ThroughputMbps = 0, WorkerStats = [] }, ChunkJson.Readable.ChunkManifest);

    private static string[] Hashes(ChunkOutput report) => [.. report.Manifest.Segments.Select(static s => s.Sha256!)];

    private static string Sha256(string path) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
}
