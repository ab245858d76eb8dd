using System.Net;
using System.Net.Http.Headers;

namespace Reelmill.Server.Tests.Library;

[Collection(ReadCollection.Name)]
public sealed class FileTests(ReadHost host)
{
    [Fact]
    public async Task The_original_supports_range_requests()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/library/videos/{host.Video}/media") { Headers = { Range = new RangeHeaderValue(100, 199) } };

        var answer = await host.Client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        answer.Content.Headers.ContentRange!.Length.ShouldBe(new FileInfo(host.Clip).Length);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe((await File.ReadAllBytesAsync(host.Clip))[100..200]);
    }

    [Fact]
    public async Task A_HEAD_request_returns_the_size_of_the_original()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/v1/library/videos/{host.Video}/media");

        var answer = await host.Client.SendAsync(request);

        answer.Content.Headers.ContentLength.ShouldBe(new FileInfo(host.Clip).Length);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_original_is_not_served()
    {
        var before = File.GetLastWriteTimeUtc(host.Clip);
        File.SetLastWriteTimeUtc(host.Clip, before.AddSeconds(1));
        try
        {
            (await ReadHost.ProblemAsync(await host.Client.GetAsync($"/v1/library/videos/{host.Video}/media"))).Code.ShouldBe("no_original");
        }
        finally
        {
            File.SetLastWriteTimeUtc(host.Clip, before);
        }
    }

    [Fact]
    public async Task Every_file_of_a_stream_is_served_with_its_media_type_and_the_keys_that_its_playlists_name()
    {
        var master = new Uri($"http://localhost/v1/library/hls/{host.Video}/master.m3u8");
        var types = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in Directory.GetFiles(Path.Combine(host.Folder, "hls", host.Video)).Select(Path.GetFileName))
        {
            var answer = await host.Client.GetAsync(new Uri(master, name));
            answer.EnsureSuccessStatusCode();
            types.Add($"{Path.GetExtension(name)} {answer.Content.Headers.ContentType!.MediaType}");
            (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(await File.ReadAllBytesAsync(Path.Combine(host.Folder, "hls", host.Video, name!)));
        }

        string.Join(", ", types).ShouldBe(".jpg image/jpeg, .m3u8 application/vnd.apple.mpegurl, .m4s video/iso.segment, .mp4 video/mp4, .vtt text/vtt");
        var playlists = Directory.GetFiles(Path.Combine(host.Folder, "hls", host.Video), "*.m3u8").Select(File.ReadAllText);
        var key = string.Concat(playlists).Split("URI=\"").Select(static p => p.Split('"')[0]).First(static u => u.EndsWith(".key", StringComparison.Ordinal));
        var found = await host.Client.GetAsync(new Uri(master, key));
        (await found.Content.ReadAsByteArrayAsync()).Length.ShouldBe(16);
        found.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData("hls/VIDEO/nothing.m3u8")]
    [InlineData("hls/VIDEO/..%2f..%2flibrary.db")]
    [InlineData("hls/VIDEO/%2e%2e%2f%2e%2e%2flibrary.db")]
    [InlineData("hls/..%2fVIDEO/master.m3u8")]
    [InlineData("hls/VIDEO/..\\..\\library.db")]
    [InlineData("keys/VIDEO/..%2f..%2flibrary.key")]
    [InlineData("keys/VIDEO/library.db")]
    [InlineData("keys/0000/0001.key")]
    public async Task Only_files_in_the_catalog_are_served(string path)
    {
        var answer = await host.Client.GetAsync($"/v1/library/{path.Replace("VIDEO", host.Video, StringComparison.Ordinal)}");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_link_in_place_of_a_file_is_not_followed()
    {
        var master = Path.Combine(host.Folder, "hls", host.Video, "master.m3u8");
        var canary = host.Clip + ".canary";
        await File.WriteAllTextAsync(canary, "secret");
        File.Move(master, master + ".away");
        File.CreateSymbolicLink(master, canary);
        try
        {
            var answer = await host.Client.GetAsync($"/v1/library/hls/{host.Video}/master.m3u8");

            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("secret");
        }
        finally
        {
            File.Move(master + ".away", master, overwrite: true);
        }
    }
}
