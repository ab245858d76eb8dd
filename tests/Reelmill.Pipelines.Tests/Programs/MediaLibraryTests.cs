using System.Globalization;
using System.Threading.Channels;
using Reelmill.Core;
using Reelmill.Core.Reporting;
using Reelmill.Library;
using Reelmill.Media.Fetching;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Runs;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Programs;

/// <summary>The short API for programs.</summary>
public sealed class MediaLibraryTests : IAsyncLifetime, IDisposable
{
    private const int Videos = 3;

    private readonly TempFolder _temp = new();

    private string[] Clips => [.. Enumerable.Range(0, Videos).Select(i => _temp["videos", string.Create(CultureInfo.InvariantCulture, $"{i}.mp4")])];

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_temp["videos"]);
        for (var i = 0; i < Videos; i++)
        {
            await ClipCache.MakeAsync(
                "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"mandelbrot=size=160x120:rate=10:start_x={-0.7 - (0.05 * i)}"),
                "-t", "2", "-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-threads", "1", "-pix_fmt", "yuv420p", "-fflags", "+bitexact", Clips[i]);
        }
    }

    [Fact]
    public async Task Frames_are_yielded_by_video_in_order_of_time_and_kept_frames_have_files()
    {
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);
        var run = library.MineAsync([_temp["videos"]]);

        var frames = await run.ToListAsync();

        frames.Select(static f => f.Input).Distinct(StringComparer.Ordinal).ShouldBe(Clips, ignoreOrder: true);
        foreach (var video in frames.GroupBy(static f => f.Video, StringComparer.Ordinal))
        {
            video.Select(static f => f.Time).ShouldBe([TimeSpan.Zero, TimeSpan.FromSeconds(1)]);
        }

        frames.ShouldAllBe(static f => f.IsKept == (f.Decision == "kept"));
        frames.Where(static f => f.IsKept).ShouldNotBeEmpty();
        frames.ShouldAllBe(static f => f.IsKept ? File.Exists(f.Path) : f.Path == null);
        run.Summary!.Items.ShouldBe(new RunItems(Videos, Videos, 0, 0));
        (await run.CountAsync()).ShouldBe(2 * Videos);
    }

    [Fact]
    public async Task Leaving_the_loop_ends_the_run_and_the_next_run_resumes()
    {
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);
        var first = library.MineAsync(Clips);
        await foreach (var _ in first)
        {
            break;
        }

        first.Summary.ShouldBeNull();
        var next = library.MineAsync(Clips);
        (await next.CountAsync()).ShouldBe(2 * Videos);
        next.Summary!.Items.Total.ShouldBe(Videos);
        next.Summary.Items.Skipped.ShouldBeGreaterThan(0);
        next.Summary.Items.Failed.ShouldBe(0);
    }

    [Fact]
    public async Task Canceling_a_loop_throws_OperationCanceledException()
    {
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);
        using var cancel = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in library.MineAsync(Clips).WithCancellation(cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task Runs_of_several_pipelines_at_once_share_the_library()
    {
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);

        var (mining, cutting, again) = (library.MineAsync(Clips), library.ChunkAsync(Clips), library.MineAsync(Clips));
        await Task.WhenAll(mining.RunAsync(), cutting.RunAsync(), again.RunAsync());

        (mining.Summary!.Items.Done + again.Summary!.Items.Done).ShouldBe(Videos);
        (mining.Summary.Items.Skipped + again.Summary.Items.Skipped).ShouldBe(Videos);
        cutting.Summary!.Items.Done.ShouldBe(Videos);
    }

    [Fact]
    public async Task Two_concurrent_runs_of_a_pipeline_do_the_work_once()
    {
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);
        var streams = new HlsOptions { Ladder = Ladder.Parse("144"), AllowUpscale = true, Encrypt = true };
        Func<Task<RunSummary>>[] runs =
        [
            () => library.HlsAsync(Clips, streams).RunAsync(),
            () => library.ChunkAsync(Clips).RunAsync(),
            () => library.MineAsync(Clips, new() { Embed = true }).RunAsync(),
        ];

        var summaries = await Task.WhenAll(runs.Concat(runs).Select(static run => run()));

        foreach (var pair in summaries.GroupBy(static s => s.Pipeline, StringComparer.Ordinal))
        {
            pair.Sum(static s => s.Items.Failed).ShouldBe(0, pair.Key);
            (pair.Sum(static s => s.Items.Done), pair.Sum(static s => s.Items.Skipped)).ShouldBe((Videos, Videos), pair.Key);
        }

        var kept = (await library.MineAsync(Clips).ToListAsync()).Where(static f => f.IsKept).Select(static f => f.Path!).ToArray();
        var indexes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => library.IndexAsync(kept)));
        indexes.ShouldAllBe(i => i.Run.Items.Failed == 0 && i.Images.Count == kept.Length);
    }

    [Fact]
    public async Task Inputs_with_the_same_content_are_each_cut_but_yield_their_frames_once()
    {
        File.Copy(Clips[0], _temp["copy.mp4"]);
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);

        (await library.MineAsync([Clips[0], _temp["copy.mp4"]]).CountAsync()).ShouldBe(2);
        var cut = await library.ChunkAsync([Clips[0], _temp["copy.mp4"]]).ToListAsync();
        cut.Select(static f => f.Input).ShouldBe([Clips[0], _temp["copy.mp4"]], ignoreOrder: true);
    }

    [Fact]
    public async Task Inputs_that_arrive_during_a_run_start_immediately_and_the_run_ends_with_the_source()
    {
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);
        var inputs = Channel.CreateUnbounded<MediaInput>();
        var seen = new List<string>();
        await inputs.Writer.WriteAsync(CreateInput(0));

        // The next input is written when the frames of the previous one arrive.
        await foreach (var frame in library.MineAsync(inputs.Reader.ReadAllAsync()))
        {
            if (!seen.Contains(frame.Input, StringComparer.Ordinal))
            {
                seen.Add(frame.Input);
                _ = seen.Count < Videos ? inputs.Writer.TryWrite(CreateInput(seen.Count)) : inputs.Writer.TryComplete();
            }
        }

        seen.ShouldBe(Clips);
    }

    [Fact]
    public async Task A_file_that_cannot_be_cut_throws_alone_and_is_a_listed_failure_among_several_files()
    {
        await File.WriteAllTextAsync(_temp["text.mp4"], "no video");
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);

        (await Should.ThrowAsync<ItemException>(() => library.ChunkAsync(_temp["text.mp4"]))).Code.ShouldBe("not_media");
        (await Should.ThrowAsync<ItemException>(() => library.ChunkAsync(Directory.CreateDirectory(_temp["empty"]).FullName))).Message.ShouldContain("empty");
        (await Should.ThrowAsync<ArgumentException>(() => library.ChunkAsync(_temp["videos"]))).Message.ShouldContain("names several files");
        var run = library.ChunkAsync([_temp["text.mp4"], Clips[0]]);
        (await run.ToListAsync()).ShouldHaveSingleItem().Input.ShouldBe(Clips[0]);
        run.Summary!.Failures.ShouldHaveSingleItem().Code.ShouldBe("not_media");
    }

    [Fact]
    public async Task Streams_are_yielded_with_their_checks()
    {
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);

        var streams = await library.HlsAsync(Clips, new() { Ladder = Ladder.Parse("144"), AllowUpscale = true }).ToListAsync();

        streams.Select(static s => s.Input).ShouldBe(Clips, ignoreOrder: true);
        streams.ShouldAllBe(s => s.Check.Failed == 0 && File.Exists(Path.Combine(library.Folder, s.Master)));
    }

    [Fact]
    public async Task Published_streams_are_yielded_with_their_URLs()
    {
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);

        var stream = (await library.HlsAsync([Clips[0]], new() { Ladder = Ladder.Parse("144"), AllowUpscale = true, Publish = _temp["public"] }).ToListAsync()).ShouldHaveSingleItem();

        File.Exists(new Uri(stream.Published.ShouldNotBeNull().Url).LocalPath).ShouldBeTrue(stream.Published.Url);
    }

    [Fact]
    public async Task Opening_a_folder_with_other_contents_is_rejected()
    {
        (await Should.ThrowAsync<LibraryException>(() => MediaLibrary.OpenAsync(_temp["videos"]))).Code.ShouldBe("not_a_library");
        Directory.GetFiles(_temp["videos"]).Length.ShouldBe(Videos);
    }

    [Fact]
    public async Task Listener_exceptions_do_not_fail_the_run_and_are_noted_once()
    {
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);
        var observer = new RunObserver(new ThrowingProgress<RunEvent>(), static _ => throw new InvalidOperationException("note"), new ThrowingProgress<ItemProgress>())
        {
            OnItem = static _ => throw new InvalidOperationException("item"),
            OnFrame = static (_, _, _) => throw new InvalidOperationException("frame"),
        };

        var mining = library.MineAsync(Clips, observer: observer);
        var cutting = library.ChunkAsync(Clips, events: new ThrowingProgress<ChunkEvent>());

        (await mining.CountAsync()).ShouldBe(2 * Videos);
        (await cutting.CountAsync()).ShouldBe(Videos);
        foreach (var summary in new[] { mining.Summary!, cutting.Summary! })
        {
            summary.Items.ShouldBe(new RunItems(Videos, Videos, 0, 0));
            summary.Notes.Count(static n => n.Text.Contains("a listener threw InvalidOperationException", StringComparison.Ordinal)).ShouldBe(1);
        }
    }

    private MediaInput CreateInput(int clip) => new(Clips[clip], InputKind.File, MediaInput.NoMetadata);

    [Fact]
    public async Task A_PipelineException_from_a_listener_ends_the_run()
    {
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);

        (await Should.ThrowAsync<PipelineException>(() => library.ChunkAsync(Clips, events: new AbortingProgress()).RunAsync())).Code.ShouldBe("output_failed");
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _temp.Dispose();

    private sealed class ThrowingProgress<T> : IProgress<T>
    {
        public void Report(T value) => throw new InvalidOperationException("event");
    }

    private sealed class AbortingProgress : IProgress<ChunkEvent>
    {
        public void Report(ChunkEvent value) => throw new PipelineException("output_failed", "Standard output is full.");
    }
}
