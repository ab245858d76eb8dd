using Reelmill.Core.Running;
using Reelmill.Library;
using Reelmill.Media.Chunking;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Chunk;

/// <summary>Copying chunks to the user's folder never loses a file of the user's.</summary>
public sealed class ChunkCopyTests(ChunkFixture clip) : IClassFixture<ChunkFixture>, IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Chunks_of_one_input_go_to_the_folder_itself_and_a_second_run_changes_nothing()
    {
        var output = (await RunAsync(new ChunkOptions { HasOneInput = true })).Output();
        var written = Stamps("chunks");
        await RunAsync(new ChunkOptions { HasOneInput = true });

        output.Copy.ShouldBe(_temp["chunks"]);
        Files("chunks").ShouldBe(Files($"library/chunks/{output.Id}"));
        Files("chunks").Count.ShouldBe(output.Chunks.Total + 1);
        Stamps("chunks").ShouldBe(written);
        Directory.GetFileSystemEntries(_temp["."]).Select(Path.GetFileName).ShouldBe(["chunks", "library"], ignoreOrder: true);
        (await new ChunkFolder(new ToolPaths()).VerifyAsync(_temp["chunks"], CancellationToken.None)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task Chunks_of_several_inputs_get_a_folder_each()
    {
        var output = (await RunAsync(new ChunkOptions())).Output();

        output.Copy.ShouldBe(_temp[$"chunks/{output.Id}"]);
        Files($"chunks/{output.Id}").ShouldBe(Files($"library/chunks/{output.Id}"));
    }

    [Fact]
    public async Task Finished_chunks_are_copied_by_the_next_run_and_new_chunks_replace_old_ones()
    {
        await RunAsync(new ChunkOptions { Duration = TimeSpan.FromSeconds(1) }, copy: false);
        await RunAsync(new ChunkOptions { Duration = TimeSpan.FromSeconds(1), HasOneInput = true });
        var many = Files("chunks").Count;
        File.WriteAllText(_temp["chunks/notes.txt"], "mine");
        var fewer = (await RunAsync(new ChunkOptions { Duration = TimeSpan.FromSeconds(4), HasOneInput = true })).Output();

        many.ShouldBe(9);
        fewer.Chunks.Total.ShouldBeLessThan(8);
        Files("chunks").ShouldBe([.. Files($"library/chunks/{fewer.Id}").Append(("notes.txt", "mine"))], ignoreOrder: true);
    }

    [Fact]
    public async Task A_folder_with_other_files_is_untouched_and_the_same_run_succeeds_elsewhere()
    {
        Directory.CreateDirectory(_temp["chunks"]);
        File.WriteAllText(_temp["chunks/chunk_0000.mp4"], "somebody's");

        var refused = await RunAsync(new ChunkOptions { HasOneInput = true });
        File.Delete(_temp["chunks/chunk_0000.mp4"]);
        var mended = await RunAsync(new ChunkOptions { HasOneInput = true });

        refused.Failures.ShouldHaveSingleItem().Code.ShouldBe("output_not_ours");
        mended.Failures.ShouldBeEmpty();
        mended.Output().Chunks.Done.ShouldBe(0);
        Files("chunks").Count.ShouldBe(mended.Output().Chunks.Total + 1);
    }

    [Fact]
    public async Task The_next_run_completes_the_folder_that_a_killed_run_left()
    {
        Directory.CreateDirectory(_temp["chunks/.reelmill-part"]);
        File.WriteAllText(_temp["chunks/.reelmill-part/chunk_0007.mp4"], "half");
        File.WriteAllText(_temp["chunks/chunk_0000.mp4"], "in place already, of an older run");

        var output = (await RunAsync(new ChunkOptions { HasOneInput = true })).Output();

        Directory.GetDirectories(_temp["chunks"]).ShouldBeEmpty();
        Files("chunks").ShouldBe(Files($"library/chunks/{output.Id}"));
    }

    [Fact]
    public async Task A_trailing_slash_and_an_empty_linked_folder_are_accepted()
    {
        Directory.CreateDirectory(_temp["disk"]);
        Directory.CreateSymbolicLink(_temp["chunks"], _temp["disk"]);

        var output = (await RunAsync(new ChunkOptions { HasOneInput = true }, slash: true)).Output();

        Files("disk").ShouldBe(Files($"library/chunks/{output.Id}"));
        new DirectoryInfo(_temp["chunks"]).LinkTarget.ShouldNotBeNull();
    }

    [Fact]
    public async Task Chunks_of_another_source_or_input_are_not_overwritten()
    {
        await RunAsync(new ChunkOptions { HasOneInput = true });
        var before = Files("chunks");
        File.Copy(clip.Clip, _temp["other.mp4"]);
        await File.AppendAllTextAsync(_temp["other.mp4"], "more");

        var other = await RunAsync(new ChunkOptions { HasOneInput = true }, input: _temp["other.mp4"]);
        Directory.Delete(_temp["chunks"], recursive: true);
        var both = await RunAsync(new ChunkOptions { HasOneInput = true, Duration = TimeSpan.FromSeconds(3), Mode = RunMode.Sequential }, input: null);

        other.Failures.ShouldHaveSingleItem().Code.ShouldBe("output_not_ours");
        both.Failures.ShouldHaveSingleItem().Message.ShouldContain("another input of this run");
        before.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_folder_of_another_library_is_untouched()
    {
        var first = (await RunAsync(new ChunkOptions())).Output();
        await using var services = new RunServices(_temp["second"]);
        var run = new ChunkRun(services, new ChunkOptions { HasOneInput = true, Output = _temp[$"library/chunks/{first.Id}"], Duration = TimeSpan.FromSeconds(1) }, new RunObserver());

        var refused = await run.ExecuteAsync(InputList.Expand([clip.Clip]), CancellationToken.None, CancellationToken.None);

        refused.Failures.ShouldHaveSingleItem().Code.ShouldBe("output_not_ours");
        ChunkManifest.Read(_temp[$"library/chunks/{first.Id}"]).TotalChunks.ShouldBe(first.Chunks.Total);
    }

    [Fact]
    public async Task A_retry_copies_to_the_folder_of_the_original_run()
    {
        var options = new ChunkOptions { Output = _temp["chunks"], HasOneInput = true, Duration = TimeSpan.FromSeconds(2) };
        await using var services = new RunServices(_temp["library"]);
        await new ChunkRun(services, options, new RunObserver()).ExecuteAsync(InputList.Expand([clip.Clip]), CancellationToken.None, CancellationToken.None);
        var library = await services.LibraryAsync(CancellationToken.None);

        var run = await library.Catalog.FindLastRunAsync("chunk", CancellationToken.None);

        new ChunkOptions().RestoreOptions(run!.Options).ShouldBe(options with { Alignment = ChunkAlignment.Keyframes });
    }

    [Theory]
    [InlineData("library")]
    [InlineData("library/chunks")]
    [InlineData("library/frames/x")]
    public async Task An_output_folder_inside_the_library_is_refused_before_anything_is_cut(string output)
    {
        await using var services = new RunServices(_temp["library"]);
        var run = new ChunkRun(services, new ChunkOptions { Output = _temp[output] }, new RunObserver());

        var refused = await Should.ThrowAsync<LibraryException>(() => run.ExecuteAsync(InputList.Expand([clip.Clip]), CancellationToken.None, CancellationToken.None));

        refused.Code.ShouldBe("output_not_ours");
        Directory.Exists(_temp["library"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_without_a_plan_reports_producer_error_before_pipeline_error()
    {
        File.WriteAllText(_temp["text.mp4"], "no video");
        var events = new List<ChunkEvent>();
        await using var services = new RunServices(_temp["library"]);

        await new ChunkRun(services, new ChunkOptions(), new RunObserver(), new Listener(events)).ExecuteAsync(InputList.Expand([_temp["text.mp4"]]), CancellationToken.None, CancellationToken.None);

        events.Select(static e => e.GetType().Name).ShouldBe([nameof(PipelineStart), nameof(ProducerError), nameof(PipelineError)]);
        events.OfType<ProducerError>().Single().Code.ShouldBe("not_media");
    }

    private Task<RunSummary> RunAsync(ChunkOptions options, bool copy = true, bool slash = false) => RunAsync(options, clip.Clip, copy, slash);

    /// <summary>Runs on one input, or on both when the input is null.</summary>
    private async Task<RunSummary> RunAsync(ChunkOptions options, string? input, bool copy = true, bool slash = false)
    {
        await using var services = new RunServices(_temp["library"]);
        var run = new ChunkRun(services, options with { Output = copy ? _temp["chunks"] + (slash ? "/" : "") : null }, new RunObserver());
        return await run.ExecuteAsync(InputList.Expand(input is null ? [clip.Clip, _temp["other.mp4"]] : [input]), CancellationToken.None, CancellationToken.None);
    }

    private List<(string Name, string Text)> Files(string folder) =>
        [.. Directory.GetFiles(_temp[folder]).Order(StringComparer.Ordinal).Select(static f => (Path.GetFileName(f), File.ReadAllText(f, System.Text.Encoding.Latin1)))];

    private List<(string Path, DateTime Written)> Stamps(string folder) => [.. Directory.GetFiles(_temp[folder]).Order(StringComparer.Ordinal).Select(static f => (f, File.GetLastWriteTimeUtc(f)))];

    private sealed class Listener(List<ChunkEvent> events) : IProgress<ChunkEvent>
    {
        public void Report(ChunkEvent value)
        {
            lock (events)
            {
                events.Add(value);
            }
        }
    }
}

file static class Summaries
{
    public static ChunkOutput Output(this RunSummary summary) => (ChunkOutput)summary.Outputs!.Single();
}
