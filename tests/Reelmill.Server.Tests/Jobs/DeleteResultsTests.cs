using System.Formats.Tar;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Reelmill.Library.Jobs;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;
using Reelmill.Server.Library;
using Reelmill.Server.Search;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>Deleting a job with its results restores the library to its state before the job.</summary>
public sealed class DeleteResultsTests : IAsyncLifetime, IDisposable
{
    private static readonly object Mine = new { pipeline = "mine", options = new Dictionary<string, string>(StringComparer.Ordinal) { ["every"] = "500ms" } };

    private readonly ServerFixture _server = new();

    public async ValueTask InitializeAsync() => await _server.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Deleting_frames_restores_the_frames_that_were_dropped_as_their_duplicates()
    {
        var first = await RunAsync(Mine, await _server.ClipAsync(0, 3));
        var before = await File.ReadAllTextAsync(Manifest);
        var second = await RunAsync(Mine, await _server.ClipAsync(0, 5));
        (await File.ReadAllTextAsync(Manifest)).ShouldContain("duplicate_across_videos");

        await DeleteAsync(second, "?results=true");

        (await VideosAsync()).Videos.ShouldHaveSingleItem();
        (await File.ReadAllTextAsync(Manifest)).ShouldBe(before);
        Directory.GetDirectories(Path.Combine(_server.Library, "frames")).ShouldHaveSingleItem();
        await DeleteAsync(first, "?results=true");
        (await VideosAsync()).Videos.ShouldBeEmpty();
        Files("frames").ShouldBeEmpty();
        Files("uploads").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_members_of_an_archive_are_deleted_with_their_job()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["in"]);
        for (var i = 0; i < 3; i++)
        {
            await Clip.MakeImageAsync(folder["in", $"{i}.png"], i);
        }

        await File.WriteAllTextAsync(folder["in", "3.png"], "not an image");
        await TarFile.CreateFromDirectoryAsync(folder["in"], folder["all.tar"], includeBaseDirectory: false);
        using var response = await _server.PostAsync(new { pipeline = "index" }, [folder["all.tar"]]);
        var job = await _server.EndAsync((await response.Content.ReadFromJsonAsync<JobDocument>(ServerJson.Options))!.Id);

        var lines = (await _server.Http.GetStringAsync($"/v1/jobs/{job.Id}/results")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonDocument.Parse(line).RootElement).ToArray();

        job.State.ShouldBe(JobState.Failed);
        lines.Select(static l => l.GetProperty("source").GetString()).ShouldBe(["all.tar!/0.png", "all.tar!/1.png", "all.tar!/2.png"], ignoreOrder: true);
        lines.Select(static l => l.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count().ShouldBe(3);
        (await VectorsAsync()).ShouldBe(3);
        await DeleteAsync(job.Id, "?results=true");
        (await VectorsAsync()).ShouldBe(0);
        Files("uploads").ShouldBeEmpty();
    }

    [Fact]
    public async Task Results_that_another_job_shares_are_kept()
    {
        var clip = await _server.ClipAsync(1);
        var first = await RunAsync(Mine, clip);
        var second = await RunAsync(Mine, clip);

        await DeleteAsync(first, "?results=true");

        var video = (await VideosAsync()).Videos.ShouldHaveSingleItem();
        video.Kept.ShouldBeGreaterThan(0);
        video.Sources.ShouldBe(["clip-1-3.mp4"]);
        await DeleteAsync(second, "");
        (await VideosAsync()).Videos.ShouldHaveSingleItem().Kept.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("hls", """{"hls.encrypt": "true", "hls.ladder": "180"}""", "hls", "keys")]
    [InlineData("chunk", "{}", "chunks", "chunks")]
    public async Task Streams_keys_and_chunks_are_deleted(string pipeline, string options, string folder, string other)
    {
        var job = await RunAsync(new { pipeline, options = JsonSerializer.Deserialize<Dictionary<string, string>>(options) }, await _server.ClipAsync(2));
        Files(folder).ShouldNotBeEmpty();
        Files(other).ShouldNotBeEmpty();

        await DeleteAsync(job, "?results=true");

        Files(folder).ShouldBeEmpty();
        Files(other).ShouldBeEmpty();
        (await VideosAsync()).Videos.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_embeddings_of_deleted_frames_are_deleted()
    {
        var job = await RunAsync(new { pipeline = "mine", options = new Dictionary<string, string>(StringComparer.Ordinal) { ["embed"] = "true" } }, await _server.ClipAsync(3));
        (await VectorsAsync()).ShouldBeGreaterThan(0);

        await DeleteAsync(job, "?results=true");

        (await VectorsAsync()).ShouldBe(0);
    }

    private string Manifest => Path.Combine(_server.Library, "manifest.jsonl");

    private async Task<string> RunAsync(object job, string file)
    {
        var submitted = await _server.SubmitAsync(job, file);
        var ended = await _server.EndAsync(submitted.Id);
        ended.State.ShouldBe(JobState.Succeeded, JsonSerializer.Serialize(ended, ServerJson.Options));
        return submitted.Id;
    }

    private async Task DeleteAsync(string job, string query)
    {
        using var response = await _server.Http.DeleteAsync($"/v1/jobs/{job}{query}");
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent, await response.Content.ReadAsStringAsync());
        (await _server.Http.GetAsync($"/v1/jobs/{job}")).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    private async Task<VideoPage> VideosAsync() => (await _server.Http.GetFromJsonAsync<VideoPage>("/v1/library/videos", ServerJson.Options))!;

    private async Task<long> VectorsAsync() =>
        (await _server.Http.GetFromJsonAsync<CollectionDocument[]>("/v1/collections", ServerJson.Options))!.ShouldHaveSingleItem().Count;

    private string[] Files(string folder) =>
        Directory.Exists(Path.Combine(_server.Library, folder)) ? Directory.GetFiles(Path.Combine(_server.Library, folder), "*", SearchOption.AllDirectories) : [];
}
