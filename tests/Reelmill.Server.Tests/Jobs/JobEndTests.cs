using System.Net;
using System.Text.Json;
using Reelmill.Library.Jobs;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>Jobs that are canceled or deleted in mid-run.</summary>
public sealed class JobEndTests
{
    private const int Seconds = 240;

    [Theory]
    [InlineData("mine")]
    [InlineData("hls")]
    [InlineData("chunk")]
    public async Task A_completed_item_reports_a_damaged_stream(string pipeline)
    {
        await using var server = await StartAsync();
        var clip = await server.ClipAsync(0, 4);
        using (var file = File.Open(clip, FileMode.Open))
        {
            file.Position = file.Length / 2;
            file.Write(new byte[2000]);
        }

        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        if (pipeline == "chunk")
        {
            options["chunk.processor"] = "encode";
        }

        var job = await server.EndAsync((await server.SubmitAsync(new { pipeline, options }, clip)).Id);

        var item = (await server.ItemsAsync(job.Id)).ShouldHaveSingleItem();
        if (item.State == JobItemState.Done)
        {
            item.Note.ShouldNotBeNull().ShouldStartWith("done, though its stream is damaged: ");
        }
        else
        {
            item.Error!.Code.ShouldBe("chunk_failed");
        }
    }

    [Theory]
    [InlineData("mine", """{"every":"100ms"}""")]
    [InlineData("hls", """{"hls.preset":"veryslow"}""")]
    [InlineData("chunk", """{"chunk.processor":"encode","chunk.preset":"veryslow"}""")]
    public async Task A_job_canceled_in_mid_run_leaves_no_process_and_no_output(string pipeline, string options)
    {
        await using var server = await StartAsync();
        var id = await RunningAsync(server, pipeline, options);
        using var cancel = await server.Http.PostAsync($"/v1/jobs/{id}/cancel", null);
        cancel.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await server.EndAsync(id)).State.ShouldBe(JobState.Cancelled);
        ShouldLeaveNoProcessAndNoOutput(server);
        server.FilesIn("uploads").Length.ShouldBe(1, "a retry needs the upload");
    }

    [Theory]
    [InlineData("mine", """{"every":"100ms"}""")]
    [InlineData("hls", """{"hls.preset":"veryslow"}""")]
    [InlineData("chunk", """{"chunk.processor":"encode","chunk.preset":"veryslow"}""")]
    public async Task A_job_deleted_in_mid_run_leaves_no_process_no_output_and_no_upload(string pipeline, string options)
    {
        await using var server = await StartAsync();
        var id = await RunningAsync(server, pipeline, options);
        using var delete = await server.Http.DeleteAsync($"/v1/jobs/{id}");
        delete.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        ShouldLeaveNoProcessAndNoOutput(server);
        server.FilesIn("uploads").ShouldBeEmpty();
        using var gone = await server.Http.GetAsync($"/v1/jobs/{id}");
        gone.StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task A_canceled_download_resumes_at_a_retry_and_is_deleted_with_the_job()
    {
        await using var server = await StartAsync();
        await using var web = await WebStub.StartAsync();
        web.Answer = async http =>
        {
            (http.Response.ContentType, http.Response.ContentLength, http.Response.Headers.ETag) = ("video/mp4", 1_000_000, "\"v1\"");
            await http.Response.Body.WriteAsync(new byte[500_000]);
            await web.HoldAsync(http);
        };
        var id = (await server.SubmitUrlsAsync(new { pipeline = "mine", inputs = new[] { web.Url("/a.mp4") } })).Id;
        await Poll.UntilAsync(() => server.FilesIn("videos").Length == 2, "the download did not begin");
        using var cancel = await server.Http.PostAsync($"/v1/jobs/{id}/cancel", null);
        (await server.EndAsync(id)).State.ShouldBe(JobState.Cancelled);
        server.FilesIn("videos").Length.ShouldBe(2, "a retry resumes the download");
        using var delete = await server.Http.DeleteAsync($"/v1/jobs/{id}");
        delete.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        server.FilesIn("videos").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_deleted_at_any_moment_is_gone_when_the_response_arrives()
    {
        await using var server = await StartAsync();
        var clip = await server.ClipAsync(1, 1);
        for (var i = 0; i < 20; i++)
        {
            var job = await server.SubmitAsync(new { pipeline = "mine", label = $"{i}" }, clip);
            (await server.Http.DeleteAsync($"/v1/jobs/{job.Id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            (await server.Http.GetAsync($"/v1/jobs/{job.Id}")).StatusCode.ShouldBe(HttpStatusCode.Gone);
        }

        server.FilesIn("uploads").ShouldBeEmpty();
    }

    private static Task<ServerFixture> StartAsync() => ServerFixture.StartAsync(static o => o with { MaxUploadBytes = 1 << 30 });

    /// <summary>Starts a job and waits until a child process works on it.</summary>
    private static async Task<string> RunningAsync(ServerFixture server, string pipeline, string options)
    {
        var job = await server.SubmitAsync(new { pipeline, options = JsonSerializer.Deserialize<JsonElement>(options) }, await server.ClipAsync(1, Seconds));
        await Poll.UntilAsync(() => Poll.ProcessesNaming("ffmpeg", server.Library).Count > 0, "no child process is running");
        return job.Id;
    }

    private static void ShouldLeaveNoProcessAndNoOutput(ServerFixture server)
    {
        Poll.ProcessesNaming(server.Library).ShouldBeEmpty();
        new[] { "tmp", "frames", "hls", "keys", "chunks" }.SelectMany(server.FilesIn).ShouldBeEmpty();
    }
}
