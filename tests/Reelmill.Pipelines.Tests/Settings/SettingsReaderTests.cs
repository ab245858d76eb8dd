using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Settings;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Settings;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly List<string> _notes = [];

    [Fact]
    public async Task Levels_of_the_file_are_joined_with_dots() =>
        (await ReadAsync("every: 2s\nquality:\n  min-sharpness: 80\nworkers: { score: 2 }\n")).ShouldBe([("every", "2s"), ("quality.min-sharpness", "80"), ("workers.score", "2")]);

    [Theory]
    [InlineData("")]
    [InlineData("# every: 2s\n")]
    [InlineData("---\n...\n")]
    public async Task A_file_without_keys_sets_nothing(string text) => (await ReadAsync(text)).ShouldBeEmpty();

    [Theory]
    [InlineData("\nquality: { min-sharpnes: 1 }", "line 2: there is no setting 'quality.min-sharpnes'. Did you mean 'quality.min-sharpness'?")]
    [InlineData("every: 1s\nevery: 2s", "line 2: Duplicate key every")]
    [InlineData("quality:\n  min-sharpness: 1\nquality.min-sharpness: 2", "line 3: 'quality.min-sharpness' was set above. Keep one of them.")]
    [InlineData("every: [1s]", "line 1: 'every' must be a value or a group of keys.")]
    [InlineData("? [a, b]\n: 1", "line 1: a key must be a string.")]
    [InlineData("every: 1s\n---\nevery: 2s", "line 2: a second document is not supported")]
    [InlineData("every: &e 1s\nclasses: *e", "line 2: the alias '*e' is not supported; repeat its value instead")]
    [InlineData("quality: &q\n  quality: *q", "line 2: the alias '*q' is not supported; repeat its value instead")]
    [InlineData("? &x { ? *x : 1 }\n: 1", "line 1: the alias '*x' is not supported; repeat its value instead")]
    [InlineData("every: 'x", "line 1:")]
    public async Task Errors_name_their_line(string text, string message) =>
        (await Should.ThrowAsync<UsageException>(() => ReadAsync(text))).Message.ShouldContain(message);

    [Fact]
    public async Task Configurations_of_Python_pipelines_are_accepted_and_each_alias_is_reported()
    {
        var values = await ReadAsync(
            """
            async_pipeline:
              preprocess_workers: 2
              embedding_workers: 1
              insert_batch_size: 100
              queue_maxsize: 150
            preprocess:
              batch_size: 32
            chunk_duration: 10.0
            num_workers: 3
            max_retries: 2
            processor_type: composite
            queue_size: 7
            """);
        var config = ReelmillConfig.From(values.Select(static v => KeyValuePair.Create(v.Key, (string?)v.Value)));

        var (index, chunk) = (config.Index, config.Chunk);
        (index.InsertBatch, index.Batch).ShouldBe((100, 32));
        (index.Stages["decode"].Workers, index.Stages["infer"].Workers, index.Stages["insert"].Queue).ShouldBe((2, 1, 150));
        (chunk.Duration, chunk.Workers, chunk.Retries, chunk.Queue).ShouldBe((TimeSpan.FromSeconds(10), 3, 2, 7));
        chunk.Work.ShouldBe(Media.Chunking.ChunkWork.Checksum | Media.Chunking.ChunkWork.Decode);
        _notes.Count.ShouldBe(SettingAliases.All.Count);
        _notes[0].ShouldEndWith("line 2: 'async_pipeline.preprocess_workers' sets 'workers.decode'.");
    }

    [Fact]
    public async Task An_alias_together_with_its_key_is_rejected() =>
        (await Should.ThrowAsync<UsageException>(() => ReadAsync("chunk: { workers: 2 }\nnum_workers: 3\n"))).Message.ShouldContain("line 2: 'chunk.workers' was set above");

    [Fact]
    public async Task Deep_nesting_is_rejected() =>
        (await Should.ThrowAsync<UsageException>(() => ReadAsync($"a: {new string('[', 50_000)}{new string(']', 50_000)}"))).Message.ShouldContain("levels are not supported");

    public void Dispose() => _temp.Dispose();

    private async Task<IReadOnlyList<(string Key, string Value)>> ReadAsync(string text)
    {
        await File.WriteAllTextAsync(_temp["reelmill.yaml"], text);
        return SettingsReader.ReadFile(PipelineRegistry.BuiltIn.Settings, _temp["reelmill.yaml"], _notes.Add);
    }
}
