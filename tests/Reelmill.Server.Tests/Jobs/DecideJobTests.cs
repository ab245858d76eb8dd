using System.Net.Http.Json;
using System.Text.Json;
using Reelmill.Library.Jobs;
using Reelmill.Server.Http;
using Reelmill.Server.Library;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>Changing thresholds over the API and reverting them loses no frame and is reported.</summary>
public sealed class DecideJobTests : IAsyncLifetime, IDisposable
{
    private readonly ServerFixture _server = new();

    public async ValueTask InitializeAsync() => await _server.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_change_of_limits_is_previewed_applied_reported_and_reverted_without_the_original()
    {
        var mined = await _server.SubmitAsync(new { pipeline = "mine" }, await _server.ClipAsync());
        (await _server.EndAsync(mined.Id)).State.ShouldBe(JobState.Succeeded);
        var (manifest, files) = (await ManifestAsync(), _server.FilesIn("frames"));
        var kept = (await LibraryAsync()).GetProperty("frames").GetProperty("kept").GetInt64();
        (await LibraryAsync()).GetProperty("lastDecision").ValueKind.ShouldBe(JsonValueKind.Null);
        using (await _server.Http.DeleteAsync($"/v1/jobs/{mined.Id}"))
        {
            _server.FilesIn("uploads").ShouldBeEmpty("the original was deleted");
        }

        var preview = await PreviewAsync(new { minSharpness = 1_000_000 });
        (preview.GetProperty("newlyDropped").GetInt64(), preview.GetProperty("videos").GetProperty("dropped").GetInt64(), preview.GetProperty("videos").GetProperty("kept").GetInt64()).ShouldBe((kept, 1, 0));
        await DecideAsync("1000000");

        _server.FilesIn("frames").ShouldBe(files);
        var last = (await LibraryAsync()).GetProperty("lastDecision");
        (last.GetProperty("newlyDropped").GetInt64(), last.GetProperty("before").GetProperty("minSharpness").GetDouble()).ShouldBe((kept, 15));
        var video = (await _server.Http.GetFromJsonAsync<VideoPage>("/v1/library/videos", ServerJson.Options))!.Videos.ShouldHaveSingleItem();
        video.Media.ShouldBeNull();
        var shown = (await _server.Http.GetFromJsonAsync<JsonElement>($"/v1/library/videos/{video.Id}/frames")).GetProperty("frames").EnumerateArray()
            .Where(static f => f.GetProperty("image").ValueKind == JsonValueKind.String).ToArray();
        shown.Length.ShouldBe(files.Length);
        foreach (var frame in shown)
        {
            (await _server.Http.GetByteArrayAsync(frame.GetProperty("image").GetString())).ShouldNotBeEmpty();
        }

        (await PreviewAsync(new { minSharpness = 15 })).GetProperty("withoutFile").GetInt64().ShouldBe(0);
        await DecideAsync("15");

        (await ManifestAsync()).ShouldBe(manifest);
        last = (await LibraryAsync()).GetProperty("lastDecision");
        (last.GetProperty("newlyKept").GetInt64(), last.GetProperty("restored").GetInt64(), last.GetProperty("missing").GetInt64()).ShouldBe((kept, 0, 0));
    }

    private async Task DecideAsync(string minSharpness)
    {
        var job = await _server.SubmitUrlsAsync(new { pipeline = "decide", options = new Dictionary<string, string>(StringComparer.Ordinal) { ["quality.min-sharpness"] = minSharpness } });
        (await _server.EndAsync(job.Id)).State.ShouldBe(JobState.Succeeded);
    }

    private Task<string> ManifestAsync() => File.ReadAllTextAsync(Path.Combine(_server.Library, "manifest.jsonl"));

    private Task<JsonElement> LibraryAsync() => _server.Http.GetFromJsonAsync<JsonElement>("/v1/library");

    private async Task<JsonElement> PreviewAsync(object limits)
    {
        using var answer = await _server.Http.PostAsJsonAsync("/v1/library/decisions/preview", new { limits });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).Clone();
    }
}
