using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Reelmill.Library.Jobs;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>Downloads from hosts with misleading responses.</summary>
public sealed class FetchTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_file_name_from_a_host_never_becomes_part_of_a_path()
    {
        var clip = await File.ReadAllBytesAsync(await server.ClipAsync(1, 1));
        await using var web = await WebStub.StartAsync();
        web.Answer = http =>
        {
            http.Response.Headers.ContentDisposition = "attachment; filename=\"../../x\"; filename*=UTF-8''%2Fetc%2Fx";
            return Results.Bytes(clip, "video/mp4").ExecuteAsync(http);
        };
        var around = Directory.GetFileSystemEntries(Path.Combine(server.Library, ".."));
        var job = await server.SubmitUrlsAsync(new { pipeline = "mine", inputs = new[] { web.Url("/%2e%2e/%2e%2e/y?name=../z") } });
        (await server.EndAsync(job.Id)).State.ShouldBe(JobState.Succeeded);
        Directory.GetFileSystemEntries(Path.Combine(server.Library, "..")).ShouldBe(around);
        server.FilesIn("videos").Concat(server.FilesIn("tmp")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_compressed_response_is_not_decompressed()
    {
        var clip = await File.ReadAllBytesAsync(await server.ClipAsync(2, 1));
        await using var web = await WebStub.StartAsync();
        web.Answer = async http =>
        {
            (http.Response.ContentType, http.Response.Headers.ContentEncoding) = ("video/mp4", "gzip");
            await using var gzip = new GZipStream(http.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync(clip);
        };
        var job = await server.SubmitUrlsAsync(new { pipeline = "mine", inputs = new[] { web.Url("/a.mp4") } });
        await server.EndAsync(job.Id);
        (await server.ItemsAsync(job.Id)).Single().Error!.Code.ShouldBe("encoded_response");
    }

    [Fact]
    public async Task A_playlist_served_as_a_video_is_not_media_and_its_entries_are_not_fetched()
    {
        await using var web = await WebStub.StartAsync();
        web.Answer = http =>
        {
            http.Response.ContentType = "video/mp4";
            return http.Response.WriteAsync($"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{web.Url("/canary.ts")}\n#EXT-X-ENDLIST\n");
        };
        var job = await server.SubmitUrlsAsync(new { pipeline = "mine", inputs = new[] { web.Url("/a.mp4") } });
        await server.EndAsync(job.Id);
        (await server.ItemsAsync(job.Id)).Single().Error!.Code.ShouldBe("not_media");
        web.Paths.ShouldBe(["/a.mp4"]);
        server.FilesIn("videos").ShouldBeEmpty();
    }
}
