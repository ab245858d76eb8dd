using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;
using Reelmill.Pipelines.Videos;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Videos;

/// <summary>A custom pipeline, defined with the public API alone, behaves like the built-in pipelines.</summary>
public sealed class VideoPipelineTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly TitlePipeline _titles = new();

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_temp["videos"]);
        foreach (var (name, size) in new[] { ("a.mp4", "160x120"), ("b.mp4", "96x64") })
        {
            await ClipCache.MakeAsync(
                "-f", "lavfi", "-i", $"testsrc2=size={size}:rate=5", "-t", "1", "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-pix_fmt", "yuv420p", "-fflags", "+bitexact", _temp["videos", name]);
        }
    }

    [Fact]
    public async Task Files_are_stored_in_the_library_and_the_next_run_yields_them_without_work()
    {
        var first = await RunAsync();
        var again = await RunAsync();

        first.Made.Select(static m => Path.GetFileName(m.Input)).ShouldBe(["a.mp4", "b.mp4"]);
        first.Made.ShouldAllBe(static m => m.Outcome == "\"video\"" && m.Paths.Count == 2);
        (await File.ReadAllTextAsync(first.Made[0].Paths[1])).ShouldBe("video of 160 pixels");
        first.Made[0].Paths[1].ShouldBe(_temp[$"library/titles/{first.Made[0].Video}/title.txt"]);
        again.Made.ShouldBe(first.Made, new SameFiles());
        again.Summary.Items.ShouldBe(new RunItems(2, 0, 0, 2));
        _titles.Processed.ShouldBe(2);
    }

    [Fact]
    public async Task A_failed_video_is_listed_leaves_no_file_and_is_retried_by_the_next_run()
    {
        _titles.Fails = static input => input.EndsWith("b.mp4", StringComparison.Ordinal);
        var failed = await RunAsync();
        _titles.Fails = static _ => false;
        var remaining = Directory.GetFiles(_temp["library/titles"], "*", SearchOption.AllDirectories).Length;
        var retried = await RunAsync();

        failed.Summary.Failures.ShouldHaveSingleItem().Code.ShouldBe("no_title");
        remaining.ShouldBe(2);
        retried.Summary.Items.ShouldBe(new RunItems(2, 1, 0, 1));
        retried.Made.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_dropped_video_is_skipped_with_its_reason_and_not_processed_again()
    {
        _titles.Then = static p => p.Stage<VideoResult>("short", static (result, output, _) =>
        {
            output.Drop("too short");
            return ValueTask.CompletedTask;
        });

        var dropped = await RunAsync();
        var again = await RunAsync();

        dropped.Summary.Skips.Select(static s => s.Why).ShouldBe(["too short", "too short"]);
        dropped.Summary.Items.ShouldBe(new RunItems(2, 0, 0, 2));
        again.Summary.Items.Skipped.ShouldBe(2);
        _titles.Processed.ShouldBe(2);
    }

    [Theory]
    [InlineData(0, "no result")]
    [InlineData(2, "more than one result")]
    public async Task Stages_that_emit_no_result_or_several_fail_only_the_video(int results, string message)
    {
        _titles.Then = p => p.Stage<VideoResult>("copies", async (result, output, _) =>
        {
            for (var i = 0; i < results; i++)
            {
                await output.EmitAsync(result);
            }
        });

        var run = await RunAsync();

        run.Summary.Items.ShouldBe(new RunItems(2, 0, 2, 0));
        run.Summary.Failures.ShouldAllBe(f => f.Code == "bad_result" && f.Message.Contains(message));
    }

    [Fact]
    public async Task A_changed_recipe_or_a_lost_file_processes_the_video_again()
    {
        var first = await RunAsync();
        var other = await RunAsync(new TitleOptions { Word = "film" });
        var notes = other.Summary.Notes;
        File.Delete(other.Made[1].Paths[0]);
        var retried = await RunAsync(new TitleOptions { Word = "film" });

        notes.Select(static n => n.Text).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem().ShouldBe("done again: word video -> film");
        (await File.ReadAllTextAsync(other.Made[0].Paths[1])).ShouldStartWith("film of ");
        File.Exists(other.Made[1].Paths[0]).ShouldBeTrue();
        retried.Summary.Items.Total.ShouldBe(2);
        first.Summary.Items.Done.ShouldBe(2);
    }

    [Fact]
    public async Task Inputs_with_the_same_content_are_processed_once_and_share_the_files()
    {
        File.Copy(_temp["videos/a.mp4"], _temp["videos/c.mp4"]);

        var run = await RunAsync();

        _titles.Processed.ShouldBe(2);
        run.Made.Count.ShouldBe(3);
        run.Made.Select(static m => m.Video).Distinct(StringComparer.Ordinal).Count().ShouldBe(2);
        run.Made.ShouldAllBe(static m => m.Paths.Count == 2 && m.Outcome != null);
    }

    [Fact]
    public async Task Videos_may_arrive_during_a_run_and_a_stopped_run_leaves_the_rest_to_the_next()
    {
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);
        await foreach (var made in library.RunAsync(_titles, OneThenWaitForever()))
        {
            made.Paths.Count.ShouldBe(2);
            break;
        }

        var rest = library.RunAsync(_titles, [_temp["videos"]]);
        (await rest.CountAsync()).ShouldBe(2);
        rest.Summary!.Items.ShouldBe(new RunItems(2, 1, 0, 1));
    }

    [Fact]
    public async Task Removing_items_of_a_custom_pipeline_removes_their_files()
    {
        await RunAsync();
        await using var services = new RunServices(_temp["library"]);
        var items = new List<string>();
        await using (var catalog = SqliteCatalog.OpenReadOnly(_temp["library"]))
        {
            items.AddRange(await catalog.ItemsAsync(new ItemFilter { Pipeline = "titles" }).Select(static i => i.Id).ToListAsync());
        }

        await new LibraryRemoval(services, PipelineRegistry.BuiltIn.With([_titles])).ExecuteAsync(items, CancellationToken.None);

        Directory.GetFiles(_temp["library"], "title.txt", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("mine")]
    [InlineData("hls")]
    [InlineData("frames")]
    [InlineData("videos")]
    [InlineData("Titles")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    public async Task An_invalid_or_reserved_name_is_rejected(string name)
    {
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);

        var error = await Should.ThrowAsync<ArgumentException>(() => library.RunAsync(new TitlePipeline(name), [_temp["videos"]]).RunAsync());

        error.Message.ShouldStartWith($"'{name}' is not a valid name");
    }

    [Fact]
    public async Task Settings_of_a_custom_pipeline_share_the_configuration_with_the_others()
    {
        await File.WriteAllTextAsync(_temp["reelmill.yaml"], "titles:\n  word: film\nfetch:\n  max-size: 1MiB\nchunk:\n  duration: 3s\n");

        var config = ReelmillConfig.Load(_temp["reelmill.yaml"], pipelines: PipelineRegistry.BuiltIn.With([_titles]));

        (config.Options<TitleOptions>().Word, config.Options<TitleOptions>().Fetch.MaxBytes).ShouldBe(("film", 1L << 20));
        config.Chunk.Duration.ShouldBe(TimeSpan.FromSeconds(3));
        config.Mine.ShouldBe(new MineOptions() with { Fetch = config.Mine.Fetch });
        Should.Throw<UsageException>(() => ReelmillConfig.Load(_temp["reelmill.yaml"])).Message.ShouldContain("there is no setting 'titles.word'");
        Should.Throw<ArgumentException>(() => ReelmillConfig.Empty.Options<TitleOptions>()).Message.ShouldContain("TitleOptions");
        Should.Throw<ArgumentException>(() => PipelineRegistry.BuiltIn.With([_titles, new TitlePipeline()])).Message.ShouldContain("'titles'");
        Should.Throw<ArgumentException>(() => PipelineRegistry.BuiltIn.With([_titles, new TitlePipeline("others")])).Message.ShouldContain("TitleOptions");
        Should.Throw<ArgumentException>(() => PipelineRegistry.BuiltIn.With([new TitlePipeline("frames")])).Message.ShouldContain("'frames'");
    }

    private async IAsyncEnumerable<MediaInput> OneThenWaitForever()
    {
        yield return InputList.Expand([_temp["videos/a.mp4"]]).Single();
        await new TaskCompletionSource().Task;
    }

    private async Task<(IReadOnlyList<ProducedFiles> Made, RunSummary Summary)> RunAsync(TitleOptions? options = null)
    {
        await using var library = await MediaLibrary.OpenAsync(_temp["library"]);
        var run = library.RunAsync(_titles, [_temp["videos"]], options);
        var made = await run.OrderBy(static m => m.Input, StringComparer.Ordinal).ToListAsync();
        return (made, run.Summary!);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => _temp.Dispose();

    private sealed class SameFiles : IEqualityComparer<ProducedFiles>
    {
        public bool Equals(ProducedFiles? x, ProducedFiles? y) =>
            x is not null && y is not null && (x.Input, x.Video, x.Outcome) == (y.Input, y.Video, y.Outcome) && x.Paths.SequenceEqual(y.Paths, StringComparer.Ordinal);

        public int GetHashCode(ProducedFiles obj) => obj.Video.GetHashCode(StringComparison.Ordinal);
    }
}
