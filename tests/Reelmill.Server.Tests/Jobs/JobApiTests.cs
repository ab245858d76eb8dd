using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Reelmill.Library.Jobs;
using Reelmill.Server.Endpoints;
using Reelmill.Server.Http;

namespace Reelmill.Server.Tests.Jobs;

public sealed class JobApiTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly object Mine = new { pipeline = "mine" };

    [Fact]
    public async Task An_uploaded_video_becomes_frames_and_a_file_without_video_fails_alone()
    {
        var text = Path.Combine(server.Library, "..", "notes.mp4");
        await File.WriteAllTextAsync(text, "no video at all");
        var job = await server.SubmitAsync(new { pipeline = "mine", label = "first", options = new { every = "1s" } }, await server.ClipAsync(1), text);
        job.State.ShouldBe(JobState.Queued);
        var ended = await server.EndAsync(job.Id);
        ended.State.ShouldBe(JobState.Partial);
        (ended.Items.Done, ended.Items.Failed, ended.Percent).ShouldBe((1, 1, 100));
        var items = await server.Http.GetFromJsonAsync<JobItemList>($"/v1/jobs/{job.Id}/items", ServerJson.Options);
        items!.Items[1].Error!.Code.ShouldBe("not_media");
        items.Items[1].Source.ShouldBe("notes.mp4");
        items.Items[1].Error!.Message.ShouldNotContain(server.Library);
        (items.Items[1].Error!.Stderr ?? "").ShouldNotContain(server.Library);
        var errors = await server.Http.GetFromJsonAsync<JobErrorList>($"/v1/jobs/{job.Id}/errors", ServerJson.Options);
        errors!.Groups.Single().ShouldSatisfyAllConditions(static g => g.Code.ShouldBe("not_media"), static g => g.Sequences.ShouldBe([1]));
    }

    [Fact]
    public async Task Results_are_ordered_by_input_and_time()
    {
        var job = await server.SubmitAsync(Mine, await server.ClipAsync(2, 4), await server.ClipAsync(3, 2));
        await server.EndAsync(job.Id);
        using var response = await server.Http.GetAsync($"/v1/jobs/{job.Id}/results");
        response.Headers.GetValues("Reelmill-Complete").ShouldBe(["true"]);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonDocument.Parse(l).RootElement).ToArray();
        lines.Length.ShouldBe(6);
        lines.Select(static l => (l.GetProperty("sequence").GetInt32(), l.GetProperty("timeMs").GetInt64()))
            .ShouldBe([(0, 0L), (0, 1000L), (0, 2000L), (0, 3000L), (1, 0L), (1, 1000L)]);
    }

    [Fact]
    public async Task An_input_that_is_already_done_is_skipped_with_a_reason()
    {
        var clip = await server.ClipAsync(4);
        await server.EndAsync((await server.SubmitAsync(Mine, clip)).Id);
        var repeated = await server.EndAsync((await server.SubmitAsync(Mine, clip)).Id);
        (repeated.State, repeated.Items.Skipped).ShouldBe((JobState.Succeeded, 1));
        var items = await server.Http.GetFromJsonAsync<JobItemList>($"/v1/jobs/{repeated.Id}/items", ServerJson.Options);
        items!.Items[0].Note.ShouldNotBeNull().ShouldContain("done already");
        (await server.Http.GetStringAsync($"/v1/jobs/{repeated.Id}/results")).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("""{"pipeline":"mnie","inputs":["https://example.org/a.mp4"]}""", 400, "unknown_pipeline", "Did you mean 'mine'?")]
    [InlineData("""{"pipeline":"mine","inputs":["https://example.org/a.mp4"],"options":{"evry":"2s"}}""", 400, "bad_option", "Did you mean 'every'?")]
    [InlineData("""{"pipeline":"mine","inputs":["https://example.org/a.mp4"],"options":{"rules.still":"motion"}}""", 400, "bad_option", "rules.still takes")]
    [InlineData("""{"pipeline":"decide","options":{"rules.NAME":"motion < 1"}}""", 400, "bad_option", "rules.NAME: this is not a valid name")]
    [InlineData("""{"pipeline":"hls","inputs":["https://example.org/a.mp4"],"options":{"rules.still":"motion < 1"}}""", 400, "bad_option", "has no option")]
    [InlineData("""{"pipeline":"mine","inputs":["https://example.org/a.mp4"],"options":{"every":"soon"}}""", 400, "bad_option", "duration")]
    [InlineData("""{"pipeline":"mine","inputs":["https://example.org/a.mp4"],"options":{"tools.ffmpeg":"/bin/sh"}}""", 400, "bad_option", "reserved for the server")]
    [InlineData("""{"pipeline":"index","inputs":["https://example.org/a.jpg"],"options":{"index.store":"postgres://host/db"}}""", 400, "bad_option", "reserved for the server")]
    [InlineData("""{"pipeline":"index","inputs":["https://example.org/a.jpg"],"options":{"index.embedder":"triton:http://host/m"}}""", 400, "bad_option", "registry")]
    [InlineData("""{"pipeline":"hls","inputs":["https://example.org/a.mp4"],"options":{"hls.ladder":"/etc/passwd.yaml"}}""", 400, "bad_option", "heights")]
    [InlineData("""{"pipeline":"hls","inputs":["https://example.org/a.mp4"],"options":{"hls.publish":"/srv"}}""", 400, "bad_option", "reserved for the server")]
    [InlineData("""{"pipeline":"mine","inputs":[]}""", 400, "bad_input", "1 to 10000")]
    [InlineData("""{"pipeline":"mine","inputs":["/etc/passwd"]}""", 400, "bad_input", "inputs[0]")]
    [InlineData("""{"pipeline":"mine","inputs":["file:///etc/passwd"]}""", 400, "bad_input", "scheme")]
    [InlineData("""{"pipeline":"mine","inputs":["concat:a.mp4|b.mp4"]}""", 400, "bad_input", "scheme")]
    [InlineData("""{"pipeline":"mine","inputs":["https://user:secret@example.org/a.mp4"]}""", 400, "bad_input", "credentials")]
    [InlineData("""{"pipeline":"mine","inputs":["https://example.org/a.mp4\r\nX: 1"]}""", 400, "bad_input", "control character")]
    [InlineData("""{"pipeline":"decide","inputs":["https://example.org/a.mp4"]}""", 400, "bad_input", "whole library")]
    [InlineData("""{"pipeline":"mine","inputz":[]}""", 400, "bad_json", "inputz")]
    [InlineData("""{"pipeline":""", 400, "bad_json", "")]
    public async Task A_bad_request_is_refused_with_an_explanation(string json, int status, string code, string message)
    {
        using var response = await server.Http.PostAsync("/v1/jobs", new StringContent(json, Encoding.UTF8, "application/json"));
        ((int)response.StatusCode).ShouldBe(status);
        (await ServerFixture.ReadCodeAsync(response)).ShouldBe(code);
        (await response.Content.ReadAsStringAsync()).ShouldContain(message);
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("secret");
    }

    [Fact]
    public async Task Repeating_a_submission_with_its_idempotency_key_returns_the_same_job_and_a_different_one_is_refused()
    {
        var (one, other) = (await server.ClipAsync(5), await server.ClipAsync(6));
        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => server.PostAsync(Mine, [one], "key-1")));
        all.ShouldAllBe(static r => r.StatusCode == HttpStatusCode.Accepted);
        all.Select(static r => r.Headers.Location!.ToString()).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        using var conflict = await server.PostAsync(Mine, [other], "key-1");
        conflict.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ServerFixture.ReadCodeAsync(conflict)).ShouldBe("idempotency_conflict");
        foreach (var response in all)
        {
            response.Dispose();
        }
    }

    [Fact]
    public async Task An_upload_over_the_limit_is_refused_and_leaves_no_file()
    {
        var path = Path.Combine(server.Library, "..", "large.mp4");
        await File.WriteAllBytesAsync(path, new byte[5 << 20]);
        using var response = await server.PostAsync(Mine, [path]);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ServerFixture.ReadCodeAsync(response)).ShouldBe("too_large");
        Directory.EnumerateFiles(Path.Combine(server.Library, "tmp"), "upload-*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..\\..\\evil.mp4", "evil.mp4")]
    [InlineData("/etc/shadow", "shadow")]
    [InlineData("a\u202Egpj.mp4", "a\u202Egpj.mp4")]
    [InlineData("%2e%2e%2fx.mp4", "%2e%2e%2fx.mp4")]
    [InlineData("-i.mp4", "-i.mp4")]
    [InlineData("<script>alert(1)</script>.mp4", "script>.mp4")]
    [InlineData("frame-%d.mp4", "frame-%d.mp4")]
    public async Task The_name_of_an_upload_never_becomes_part_of_a_path(string name, string shown)
    {
        var before = Directory.GetFileSystemEntries(Path.Combine(server.Library, "..")).Length;
        using var form = new MultipartFormDataContent { { JsonContent.Create(Mine), "job" } };
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes($"no video: {name}"));
        file.Headers.Add("Content-Disposition", $"form-data; name=\"file\"; filename*=UTF-8''{Uri.EscapeDataString(name)}");
        form.Add(file);
        using var response = await server.Http.PostAsync("/v1/jobs", form);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var job = await response.Content.ReadFromJsonAsync<Reelmill.Server.Jobs.JobDocument>(ServerJson.Options);
        await server.EndAsync(job!.Id);
        var items = await server.Http.GetFromJsonAsync<JobItemList>($"/v1/jobs/{job.Id}/items", ServerJson.Options);
        items!.Items[0].Source.ShouldBe(shown);
        Directory.EnumerateFiles(Path.Combine(server.Library, "uploads")).ShouldAllBe(static f => System.Text.RegularExpressions.Regex.IsMatch(Path.GetFileName(f), @"^[0-9a-f]{24}(\.[a-z0-9]+)?$", System.Text.RegularExpressions.RegexOptions.NonBacktracking | System.Text.RegularExpressions.RegexOptions.ExplicitCapture));
        Directory.GetFileSystemEntries(Path.Combine(server.Library, "..")).Length.ShouldBe(before);
    }

    [Fact]
    public async Task Deleting_a_job_deletes_its_uploads()
    {
        var clip = await server.ClipAsync(7);
        var job = await server.SubmitAsync(Mine, clip);
        await server.EndAsync(job.Id);
        var uploads = Directory.GetFiles(Path.Combine(server.Library, "uploads")).Length;
        (await server.Http.DeleteAsync($"/v1/jobs/{job.Id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var gone = await server.Http.GetAsync($"/v1/jobs/{job.Id}");
        gone.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await ServerFixture.ReadCodeAsync(gone)).ShouldBe("gone");
        Directory.GetFiles(Path.Combine(server.Library, "uploads")).Length.ShouldBe(uploads - 1);
        using var never = await server.Http.GetAsync("/v1/jobs/20300101T000000000Z-000000");
        (await ServerFixture.ReadCodeAsync(never)).ShouldBe("job_not_found");
    }

    [Fact]
    public async Task A_canceled_job_leaves_no_process_and_can_be_retried()
    {
        var job = await server.SubmitAsync(new { pipeline = "hls", options = new Dictionary<string, string>(StringComparer.Ordinal) { ["hls.preset"] = "veryslow" } }, await server.ClipAsync(8, 40));
        using var cancel = await server.Http.PostAsync($"/v1/jobs/{job.Id}/cancel", null);
        cancel.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var ended = await server.EndAsync(job.Id);
        ended.State.ShouldBe(JobState.Cancelled);
        using var twice = await server.Http.PostAsync($"/v1/jobs/{job.Id}/cancel", null);
        (await ServerFixture.ReadCodeAsync(twice)).ShouldBe("terminal");
        using var retry = await server.Http.PostAsync($"/v1/jobs/{job.Id}/retry", null);
        retry.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await server.EndAsync(job.Id)).Attempts!.Select(static a => a.Outcome).ShouldBe(["cancelled", "succeeded"], $"attempts of {job.Id}");
    }

    [Fact]
    public async Task A_retry_processes_only_the_failed_items()
    {
        var text = Path.Combine(server.Library, "..", "never.mp4");
        await File.WriteAllTextAsync(text, "never a video");
        var job = await server.SubmitAsync(Mine, await server.ClipAsync(9), text);
        await server.EndAsync(job.Id);
        using var retry = await server.Http.PostAsync($"/v1/jobs/{job.Id}/retry", null);
        retry.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var ended = await server.EndAsync(job.Id);
        (ended.State, ended.Attempt).ShouldBe((JobState.Partial, 2));
        var items = await server.Http.GetFromJsonAsync<JobItemList>($"/v1/jobs/{job.Id}/items", ServerJson.Options);
        items!.Items.Select(static i => i.Attempts).ShouldBe([1, 2]);
        var good = await server.SubmitAsync(Mine, await server.ClipAsync(9));
        await server.EndAsync(good.Id);
        using var nothing = await server.Http.PostAsync($"/v1/jobs/{good.Id}/retry", null);
        (await ServerFixture.ReadCodeAsync(nothing)).ShouldBe("nothing_failed");
    }

    [Fact]
    public async Task A_reconnecting_client_receives_the_missed_events_exactly_once()
    {
        var job = await server.SubmitAsync(Mine, await server.ClipAsync(10));
        await server.EndAsync(job.Id);
        var all = await EventsAsync(job.Id, null);
        all.Select(static e => e.Id).ShouldBe(Enumerable.Range(1, all.Count).Select(static i => (long)i));
        all[^1].Type.ShouldBe("end");
        (await EventsAsync(job.Id, all[1].Id)).ShouldBe(all.Skip(2));
    }

    [Fact]
    public async Task Lists_are_paged_and_can_be_filtered()
    {
        for (var i = 0; i < 3; i++)
        {
            await server.SubmitAsync(new { pipeline = "mine", label = "paged" }, await server.ClipAsync(11));
        }

        var first = await server.Http.GetFromJsonAsync<JobList>("/v1/jobs?label=paged&limit=2", ServerJson.Options);
        first!.Jobs.Count.ShouldBe(2);
        var second = await server.Http.GetFromJsonAsync<JobList>($"/v1/jobs?label=paged&limit=2&cursor={first.Next}", ServerJson.Options);
        second!.Jobs.Count.ShouldBe(1);
        second.Next.ShouldBeNull();
        (await server.Http.GetFromJsonAsync<JobList>("/v1/jobs?text=CLIP-11&limit=500", ServerJson.Options))!.Jobs.Count.ShouldBe(3);
        using var bad = await server.Http.GetAsync("/v1/jobs?state=done");
        (await ServerFixture.ReadCodeAsync(bad)).ShouldBe("bad_query");
    }

    [Theory]
    [InlineData("hls", """{"hls.ladder":"144"}""")]
    [InlineData("chunk", """{"chunk.duration":"1s"}""")]
    [InlineData("decide", """{"quality.min-sharpness":"1"}""")]
    public async Task Every_pipeline_runs_as_a_job(string pipeline, string options)
    {
        var files = pipeline == "decide" ? [] : new[] { await server.ClipAsync(12) };
        var job = await server.SubmitAsync(new { pipeline, options = JsonSerializer.Deserialize<Dictionary<string, string>>(options) }, files);
        var ended = await server.EndAsync(job.Id);
        ended.State.ShouldBe(JobState.Succeeded, JsonSerializer.Serialize(ended, ServerJson.Options));
        if (files.Length > 0)
        {
            (await server.Http.GetStringAsync($"/v1/jobs/{job.Id}/results")).ShouldNotBeEmpty();
        }
    }

    private async Task<List<(long Id, string Type)>> EventsAsync(string job, long? after)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"/v1/jobs/{job}/events");
        if (after is { } last)
        {
            message.Headers.Add("Last-Event-ID", $"{last}");
        }

        using var response = await server.Http.SendAsync(message);
        var (events, id) = (new List<(long, string)>(), 0L);
        foreach (var line in (await response.Content.ReadAsStringAsync()).Split('\n'))
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal) && line != "event: progress")
            {
                events.Add((id, line[7..]));
            }
        }

        return events;
    }
}
