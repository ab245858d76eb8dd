using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Reelmill.Library.Jobs;
using Reelmill.Server.Endpoints;
using Reelmill.Server.Http;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>Uploads that are disguised, oversized or aborted.</summary>
public sealed class UploadTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private ServerFixture _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerFixture.StartAsync(static o => o with { MaxUploadBytes = 1 << 20 });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mine")]
    [InlineData("hls")]
    [InlineData("chunk")]
    public async Task A_file_that_is_not_media_fails_alone_with_an_explanation(string pipeline)
    {
        var random = new byte[1000];
        new Random(1).NextBytes(random);
        var clip = await File.ReadAllBytesAsync(await _server.ClipAsync(1, 1));
        var job = await _server.SubmitAsync(
            new { pipeline, options = GetOptions(pipeline) },
            await FileAsync("empty.mp4", []),
            await FileAsync("text.mp4", "no video at all"u8.ToArray()),
            await FileAsync("random.mp4", random),
            await FileAsync("header.mp4", clip[..32]),
            await FileAsync("whole.mp4", clip));
        (await _server.EndAsync(job.Id)).State.ShouldBe(JobState.Partial);
        (await _server.ItemsAsync(job.Id)).Select(static i => i.Error?.Code).ShouldBe(["not_media", "not_media", "not_media", "no_frames", null]);
    }

    [Theory]
    [InlineData("mine")]
    [InlineData("hls")]
    [InlineData("chunk")]
    public async Task A_script_disguised_as_a_video_reads_no_file_and_reaches_no_host(string pipeline)
    {
        const string Canary = "canary-sings-42";
        var (text, video) = (await FileAsync("secret.txt", Encoding.UTF8.GetBytes(Canary)), await _server.ClipAsync(2, 1));
        await using var web = await WebStub.StartAsync();
        string[] scripts =
        [
            $"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{video}\n#EXTINF:10,\n{text}\n#EXT-X-ENDLIST\n",
            $"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{text}\n#EXTINF:10,\n{web.Url("/a.ts")}\n#EXT-X-ENDLIST\n",
            $"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nconcat:{video}|subfile,,start,0,end,0,,:{text}\n#EXT-X-ENDLIST\n",
            $"ffconcat version 1.0\nfile '{video}'\nfile '{text}'\n",
            $"<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><BaseURL>{text}</BaseURL></MPD>",
            $"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\na=control:{web.Url("/sdp")}\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
        ];
        var files = new List<string>();
        foreach (var script in scripts)
        {
            files.Add(await FileAsync(string.Create(CultureInfo.InvariantCulture, $"script-{files.Count}.mp4"), Encoding.UTF8.GetBytes(script)));
        }

        var job = await _server.SubmitAsync(new { pipeline, options = GetOptions(pipeline) }, [.. files]);
        (await _server.EndAsync(job.Id)).State.ShouldBe(JobState.Failed);
        (await _server.ItemsAsync(job.Id)).ShouldAllBe(static i => i.Error!.Code == "not_media");
        foreach (var part in new[] { "", "/items", "/errors", "/results", "/events" })
        {
            (await _server.Http.GetStringAsync($"/v1/jobs/{job.Id}{part}")).ShouldNotContain(Canary);
        }

        foreach (var path in _server.FilesIn(".").Where(static p => Path.GetExtension(p) != ".lock"))
        {
            await using var file = new FileStream(Path.Combine(_server.Library, path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, Encoding.Latin1);
            (await reader.ReadToEndAsync()).Contains(Canary, StringComparison.Ordinal).ShouldBeFalse(path);
        }

        web.Requests.ShouldBeEmpty();
        new[] { "frames", "hls", "chunks" }.SelectMany(_server.FilesIn).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_form_with_an_oversized_file_leaves_none_of_its_files()
    {
        using var response = await _server.PostAsync(new { pipeline = "mine" }, [await _server.ClipAsync(1, 1), await FileAsync("large.mp4", new byte[(1 << 20) + 1])]);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ServerFixture.ReadCodeAsync(response)).ShouldBe("too_large");
        await ShouldLeaveNoFileAsync();
    }

    [Fact]
    public async Task A_file_of_exactly_the_maximum_size_is_accepted()
    {
        var job = await _server.SubmitAsync(new { pipeline = "mine" }, await FileAsync("large.mp4", new byte[1 << 20]));
        (await _server.EndAsync(job.Id)).State.ShouldBe(JobState.Failed);
        (await _server.ItemsAsync(job.Id)).Single().Error!.Code.ShouldBe("not_media");
    }

    [Fact]
    public async Task A_file_that_a_job_uses_survives_a_refused_form_with_the_same_file()
    {
        var clip = await _server.ClipAsync(1, 1);
        await _server.EndAsync((await _server.SubmitAsync(new { pipeline = "mine" }, clip)).Id);
        using var refused = await _server.PostAsync(new { pipeline = "mine", options = new { evry = "1s" } }, [clip, await FileAsync("other.mp4", [1, 2, 3])]);
        (await ServerFixture.ReadCodeAsync(refused)).ShouldBe("bad_option");
        _server.FilesIn("uploads").Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_disconnects_during_an_upload_leaves_no_file()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Http.BaseAddress!.Port);
        var head = Form("--b\nContent-Disposition: form-data; name=\"job\"\n\n{\"pipeline\":\"mine\"}\n--b\nContent-Disposition: form-data; name=\"file\"; filename=\"whole.mp4\"\n\nwhole\n"
            + "--b\nContent-Disposition: form-data; name=\"file\"; filename=\"half.mp4\"\n\n");
        var stream = client.GetStream();
        await stream.WriteAsync(Form($"POST /v1/jobs HTTP/1.1\nHost: 127.0.0.1:{_server.Http.BaseAddress.Port}\nAuthorization: {_server.Http.DefaultRequestHeaders.Authorization}\nContent-Type: multipart/form-data; boundary=b\nContent-Length: 900000\n\n"));
        await stream.WriteAsync(head);
        await stream.WriteAsync(new byte[300_000]);
        await Poll.UntilAsync(() => _server.FilesIn("tmp").Length == 1 && new FileInfo(Path.Combine(_server.Library, _server.FilesIn("tmp")[0])).Length > 200_000, "the second file did not arrive");
        _server.FilesIn("uploads").Length.ShouldBe(1);
        client.Close();
        await Poll.UntilAsync(() => _server.FilesIn("tmp").Length + _server.FilesIn("uploads").Length == 0, "the partial upload was not deleted");
        await ShouldLeaveNoFileAsync();
    }

    [Fact]
    public async Task Uploaded_files_become_inputs_in_order_and_equal_content_is_stored_once()
    {
        var clip = await _server.ClipAsync(1, 1);
        var copy = _folder["copy.mp4"];
        File.Copy(clip, copy);
        var job = await _server.SubmitAsync(new { pipeline = "mine" }, clip, await FileAsync("text.mp4", "no video"u8.ToArray()), copy);
        var ended = await _server.EndAsync(job.Id);
        (ended.State, ended.Items.Done, ended.Items.Failed).ShouldBe((JobState.Partial, 2, 1));
        (await _server.ItemsAsync(job.Id)).Select(static i => i.Source).ShouldBe([Path.GetFileName(clip), "text.mp4", "copy.mp4"]);
        _server.FilesIn("uploads").Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_URL_that_is_listed_twice_is_fetched_once_and_both_items_are_done()
    {
        var clip = await File.ReadAllBytesAsync(await _server.ClipAsync(1, 1));
        await using var web = await WebStub.StartAsync();
        web.Answer = http => Results.Bytes(clip, "video/mp4").ExecuteAsync(http);
        var job = await _server.SubmitUrlsAsync(new { pipeline = "mine", inputs = new[] { web.Url("/a.mp4"), web.Url("/b.mp4"), web.Url("/a.mp4") } });
        var ended = await _server.EndAsync(job.Id);
        (ended.State, ended.Items.Total, ended.Items.Failed).ShouldBe((JobState.Succeeded, 3, 0));
        var items = await _server.ItemsAsync(job.Id);
        (items[2].State, items[2].Attempts, items[2].Video).ShouldBe((items[0].State, 1, items[0].Video));
        web.Paths.Order(StringComparer.Ordinal).ShouldBe(["/a.mp4", "/b.mp4"]);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data; boundary=b")]
    public async Task A_compressed_request_body_is_refused(string type)
    {
        using var packed = new ByteArrayContent(Gzip("{\"pipeline\":\"mine\",\"inputs\":[\"http://127.0.0.1/\"]}"u8));
        packed.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        packed.Headers.ContentEncoding.Add("gzip");
        using var response = await _server.Http.PostAsync("/v1/jobs", packed);
        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await ServerFixture.ReadCodeAsync(response)).ShouldBe("unsupported_encoding");
        await ShouldLeaveNoFileAsync();
    }

    [Fact]
    public async Task A_compressed_upload_is_not_decompressed_and_is_not_media()
    {
        var packed = Gzip(await File.ReadAllBytesAsync(await _server.ClipAsync(1, 1)));
        var job = await _server.SubmitAsync(new { pipeline = "mine" }, await FileAsync("packed.mp4", packed));
        await _server.EndAsync(job.Id);
        (await _server.ItemsAsync(job.Id)).Single().Error!.Code.ShouldBe("not_media");
        (await File.ReadAllBytesAsync(Path.Combine(_server.Library, _server.FilesIn("uploads").Single()))).ShouldBe(packed);
    }

    [Theory]
    [InlineData("--b\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\n\nx\n--b--\n", "Send 'job' first")]
    [InlineData("--b\nContent-Disposition: form-data; name=\"job\"\n\n{\"pipeline\":\"mine\"}\n--b\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\n\nx", "ends before its closing boundary")]
    [InlineData("--b\nContent-Disposition: form-data; name=\"job\"\n\n{\"pipeline\":\"mine\"}\n--b\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\n\nx\n--b\nContent-Disposition: form-data; name=\"note\"\n\nx\n--b--\n", "each with a file name")]
    [InlineData("--b--\n", "no part 'job'")]
    [InlineData("", "boundary")]
    public async Task A_malformed_form_is_refused_and_leaves_no_file(string form, string message)
    {
        using var body = new ByteArrayContent(Form(form));
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        using var response = await _server.Http.PostAsync("/v1/jobs", body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await response.Content.ReadAsStringAsync());
        (await ServerFixture.ReadCodeAsync(response)).ShouldBe("bad_form");
        (await response.Content.ReadAsStringAsync()).ShouldContain(message);
        await ShouldLeaveNoFileAsync();
    }

    private static Dictionary<string, string> GetOptions(string pipeline) => pipeline == "hls" ? new(StringComparer.Ordinal) { ["hls.ladder"] = "144" } : [];

    private static byte[] Form(string text) => Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal));

    private static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private async Task<string> FileAsync(string name, byte[] content)
    {
        await File.WriteAllBytesAsync(_folder[name], content);
        return _folder[name];
    }

    private async Task ShouldLeaveNoFileAsync()
    {
        _server.FilesIn("tmp").ShouldBeEmpty();
        _server.FilesIn("uploads").ShouldBeEmpty();
        (await _server.Http.GetFromJsonAsync<JobList>("/v1/jobs", ServerJson.Options))!.Jobs.ShouldBeEmpty();
    }
}
