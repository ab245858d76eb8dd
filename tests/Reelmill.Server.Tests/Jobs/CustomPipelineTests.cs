using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Reelmill.Core.Pipelines;
using Reelmill.Library.Jobs;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Settings;
using Reelmill.Pipelines.Videos;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>A server runs jobs of a custom pipeline like those of a built-in one.</summary>
public sealed class CustomPipelineTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ServerFixture _server = new() { Pipelines = PipelineRegistry.BuiltIn.With([new WordPipeline()]) };

    public async ValueTask InitializeAsync() => await _server.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        _server.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public async Task A_custom_pipeline_is_listed_with_its_options_except_server_only_ones()
    {
        var pipelines = (await _server.Http.GetFromJsonAsync<JsonArray>("/v1/pipelines"))!;

        var own = pipelines.Single(static p => (string?)p!["name"] == "words")!;
        ((string?)own["description"]).ShouldBe("Write a word for each video.");
        own["options"]!.AsArray().Select(static o => (string?)o!["key"]).ShouldBe(["words.word"]);
    }

    [Fact]
    public async Task A_job_of_a_custom_pipeline_makes_files_that_can_be_fetched_and_are_deleted_with_the_job()
    {
        var job = await _server.SubmitAsync(new { pipeline = "words", options = new Dictionary<string, string>(StringComparer.Ordinal) { ["words.word"] = "film" } }, await _server.ClipAsync(1, 1), await FileAsync("text.mp4", "no video"));
        (await _server.EndAsync(job.Id)).State.ShouldBe(JobState.Partial);

        var results = (await _server.Http.GetStringAsync($"/v1/jobs/{job.Id}/results")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonNode.Parse(l)!).ToArray();
        var file = results.ShouldHaveSingleItem()["files"]!.AsArray().ShouldHaveSingleItem()!;
        (await _server.Http.GetStringAsync((string)file["url"]!)).ShouldBe("film");
        (await _server.Http.GetAsync($"/v1/library/files/frames/{results[0]["video"]}/0.jpg")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _server.Http.GetAsync("/v1/library/files/words/..%2f..%2flibrary.db/x")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await _server.Http.DeleteAsync($"/v1/jobs/{job.Id}?results=true")).IsSuccessStatusCode.ShouldBeTrue();
        _server.FilesIn("words").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_invalid_option_is_refused_and_named()
    {
        using var response = await _server.PostAsync(new { pipeline = "words", options = new Dictionary<string, string>(StringComparer.Ordinal) { ["words.wort"] = "x" } }, [await _server.ClipAsync(1, 1)]);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("words.word");
    }

    private async Task<string> FileAsync(string name, string text)
    {
        await File.WriteAllTextAsync(_temp[name], text);
        return _temp[name];
    }
}

internal sealed record WordOptions : PipelineOptions
{
    public string Word { get; init; } = "word";
}

internal sealed class WordPipeline : VideoPipeline<WordOptions>
{
    public override string Summary => "Write a word for each video.";

    public override PipelineSettings Settings { get; } = PipelineSettings.Create(
        "words", Setting.Create<WordOptions>("words.word", "WORD", "word", "What is written.", static (o, v) => o with { Word = v }));

    protected internal override IReadOnlyList<KeyValuePair<string, string>> GetRecipe(WordOptions options) => [new("word", options.Word)];

    protected internal override Pipeline<PipelineItem, VideoResult> Define(Pipeline<PipelineItem, ProbedVideo> videos, WordOptions options) =>
        videos.Map("word", async (video, token) =>
        {
            await video.WriteAsync("word.txt", System.Text.Encoding.UTF8.GetBytes(options.Word), token);
            return new VideoResult(video) { Outcome = options.Word };
        });
}
