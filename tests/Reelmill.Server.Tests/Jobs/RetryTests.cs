using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Reelmill.Library.Jobs;
using Reelmill.Server.Endpoints;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>A job with three inputs: a blocked address and a text file that fail with different codes, and a video that succeeds.</summary>
public sealed class RetryTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Only_items_with_a_chosen_code_are_retried()
    {
        var job = await FailTwiceAsync(20);
        var before = await AttemptsAsync(job.Id);

        using var retry = await RetryAsync(job.Id, """{"codes":["blocked_address","never_seen"]}""");

        retry.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await server.EndAsync(job.Id)).Attempt.ShouldBe(2);
        (await AttemptsAsync(job.Id)).ShouldBe([before[0] + 1, before[1], before[2]]);
        var errors = await server.Http.GetFromJsonAsync<JobErrorList>($"/v1/jobs/{job.Id}/errors", ServerJson.Options);
        errors!.Groups.Select(static g => g.Code).ShouldBe(["blocked_address", "not_media"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"codes":null}""")]
    public async Task Without_codes_every_failed_item_is_retried(string? body)
    {
        var job = await FailTwiceAsync(21);
        var before = await AttemptsAsync(job.Id);

        using var retry = await RetryAsync(job.Id, body);

        retry.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await server.EndAsync(job.Id);
        (await AttemptsAsync(job.Id)).ShouldBe([before[0] + 1, before[1] + 1, before[2]]);
    }

    [Theory]
    [InlineData("""{"codes":["decode_failed"]}""", "decode_failed")]
    [InlineData("""{"codes":[]}""", "is empty")]
    public async Task A_code_that_no_failed_item_has_is_refused(string body, string message)
    {
        var job = await FailTwiceAsync(22);

        using var retry = await RetryAsync(job.Id, body);

        retry.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ServerFixture.ReadCodeAsync(retry)).ShouldBe("nothing_failed");
        (await retry.Content.ReadAsStringAsync()).ShouldContain(message);
        (await server.Http.GetFromJsonAsync<JobDocument>($"/v1/jobs/{job.Id}", ServerJson.Options))!.State.ShouldBe(JobState.Partial);
    }

    [Theory]
    [InlineData("application/json", """{"code":"not_media"}""", 400, "bad_json")]
    [InlineData("text/plain", """{"codes":["not_media"]}""", 415, "unsupported_media_type")]
    public async Task An_unreadable_retry_body_is_refused(string type, string body, int status, string code)
    {
        var job = await FailTwiceAsync(23);

        using var retry = await server.Http.PostAsync($"/v1/jobs/{job.Id}/retry", new StringContent(body, Encoding.UTF8, type));

        ((int)retry.StatusCode).ShouldBe(status);
        (await ServerFixture.ReadCodeAsync(retry)).ShouldBe(code);
    }

    [Fact]
    public async Task The_OpenAPI_document_says_that_the_retry_body_is_optional()
    {
        var document = await server.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var body = document.GetProperty("paths").GetProperty("/v1/jobs/{id}/retry").GetProperty("post").GetProperty("requestBody");

        (body.TryGetProperty("required", out var required) && required.GetBoolean()).ShouldBeFalse();
        body.GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("properties").TryGetProperty("codes", out _).ShouldBeTrue();
    }

    private async Task<JobDocument> FailTwiceAsync(int clip)
    {
        var text = Path.Combine(server.Library, "..", "words.mp4");
        await File.WriteAllTextAsync(text, "no video at all");
        var job = await server.SubmitAsync(new { pipeline = "mine", inputs = new[] { "http://10.0.0.1/a.mp4" } }, text, await server.ClipAsync(clip));
        var ended = await server.EndAsync(job.Id);
        (ended.State, ended.Items.Failed).ShouldBe((JobState.Partial, 2));
        return ended;
    }

    private Task<HttpResponseMessage> RetryAsync(string id, string? body) =>
        server.Http.PostAsync($"/v1/jobs/{id}/retry", body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>Gets the attempts of the items, in order. The library counts the attempts of all jobs.</summary>
    private async Task<int[]> AttemptsAsync(string id) =>
        [.. (await server.Http.GetFromJsonAsync<JobItemList>($"/v1/jobs/{id}/items", ServerJson.Options))!.Items.Select(static i => i.Attempts)];
}
