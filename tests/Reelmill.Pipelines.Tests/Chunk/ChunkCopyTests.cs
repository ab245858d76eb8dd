using Reelmill.Library;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Chunk;

/// <summary>Chunks are copied to where a user wants them, and nothing of the user's is lost there.</summary>
public sealed class ChunkCopyTests(ChunkFixture clip) : IClassFixture<ChunkFixture>, IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Chunks_of_one_input_are_in_the_folder_itself_and_a_second_run_changes_nothing()
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
    public async Task Chunks_of_several_inputs_have_a_folder_each()
    {
        var output = (await RunAsync(new ChunkOptions())).Output();

        output.Copy.ShouldBe(_temp[$"chunks/{output.Id}"]);
        Files($"chunks/{output.Id}").ShouldBe(Files($"library/chunks/{output.Id}"));
    }

    [Fact]
    public async Task What_was_cut_before_is_copied_by_the_next_run_and_other_chunks_take_the_place_of_the_old_ones()
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
    public async Task A_folder_with_other_files_is_left_as_it_is_and_the_file_fails_and_the_same_run_goes_on_elsewhere()
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
    public async Task What_a_killed_run_has_left_beside_the_folder_goes()
    {
        Directory.CreateDirectory(_temp[".chunks.reelmill-part"]);
        File.WriteAllText(_temp[".chunks.reelmill-part/chunk_0007.mp4"], "half");

        await RunAsync(new ChunkOptions { HasOneInput = true });

        Directory.Exists(_temp[".chunks.reelmill-part"]).ShouldBeFalse();
        Files("chunks").ShouldNotContain(static f => f.Text == "half");
    }

    [Theory]
    [InlineData("library")]
    [InlineData("library/chunks")]
    [InlineData("library/frames/x")]
    public async Task A_folder_of_the_library_is_refused_before_anything_is_cut(string output)
    {
        await using var services = new RunServices(_temp["library"]);
        var run = new ChunkRun(services, new ChunkOptions { Output = _temp[output] }, new RunObserver());

        var refused = await Should.ThrowAsync<LibraryException>(() => run.ExecuteAsync(InputList.Expand([clip.Clip]), CancellationToken.None, CancellationToken.None));

        refused.Code.ShouldBe("output_not_ours");
        Directory.Exists(_temp["library"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_cannot_be_planned_is_told_by_its_producer_before_the_pipeline_tells_it()
    {
        File.WriteAllText(_temp["text.mp4"], "no video");
        var events = new List<ChunkEvent>();
        await using var services = new RunServices(_temp["library"]);

        await new ChunkRun(services, new ChunkOptions(), new RunObserver(), new Listener(events)).ExecuteAsync(InputList.Expand([_temp["text.mp4"]]), CancellationToken.None, CancellationToken.None);

        events.Select(static e => e.GetType().Name).ShouldBe([nameof(PipelineStart), nameof(ProducerError), nameof(PipelineError)]);
        events.OfType<ProducerError>().Single().Code.ShouldBe("not_media");
    }

    private async Task<RunSummary> RunAsync(ChunkOptions options, bool copy = true)
    {
        await using var services = new RunServices(_temp["library"]);
        var run = new ChunkRun(services, options with { Output = copy ? _temp["chunks"] : null }, new RunObserver());
        return await run.ExecuteAsync(InputList.Expand([clip.Clip]), CancellationToken.None, CancellationToken.None);
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
