using System.Net;
using Microsoft.AspNetCore.Http;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Hls.Checking;
using Reelmill.Media.Tests.Fetching;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Hls.Checking;

public sealed class HostileStreamTests(EncodedTracks encoded) : IClassFixture<EncodedTracks>
{
    [Theory]
    [InlineData("../secret.ts")]
    [InlineData("%2e%2e/secret.ts")]
    [InlineData("a/../../secret.ts")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("//host/share/x.ts")]
    [InlineData("http://127.0.0.1:1/x.ts")]
    [InlineData("link.ts")]
    [InlineData("data:text/plain,x")]
    public async Task No_file_outside_the_stream_folder_is_read(string uri)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["stream"]);
        File.Copy(encoded["large0.ts"], folder["secret.ts"]);
        File.CreateSymbolicLink(folder["stream", "link.ts"], folder["secret.ts"]);
        await WriteAsync(folder["stream", "one.m3u8"], uri);

        var report = await CheckAsync(folder["stream"]);

        report.Findings.ShouldContain(static f => f.Rule == "rfc8216-files");
        report.Variants.ShouldHaveSingleItem().Resolution.ShouldBeNull();
    }

    [Fact]
    public async Task File_names_with_spaces_symbols_and_non_latin_letters_are_read()
    {
        using var folder = new TempFolder();
        var inner = Directory.CreateDirectory(folder["a b #1?", "片段%41"]).FullName;
        File.Copy(encoded["large0.ts"], Path.Combine(inner, "part 1%.ts"));
        await WriteAsync(Path.Combine(inner, "one.m3u8"), "part%201%25.ts");

        var report = await CheckAsync(inner);

        report.Findings.ShouldNotContain(static f => f.Severity == HlsSeverity.Must);
        report.Variants.ShouldHaveSingleItem().Resolution.ShouldNotBeNull();
    }

    [Fact]
    public void A_folder_without_a_playlist_or_with_several_is_rejected()
    {
        using var folder = new TempFolder();
        Should.Throw<ItemException>(() => HlsLocation.Parse(folder.Path)).Code.ShouldBe("not_found");
        File.WriteAllText(folder["a.m3u8"], "");
        File.WriteAllText(folder["b.m3u8"], "");

        Should.Throw<ItemException>(() => HlsLocation.Parse(folder.Path)).Message.ShouldContain("several");
        Should.Throw<ItemException>(static () => HlsLocation.Parse("ftp://host/x.m3u8")).Code.ShouldBe("bad_input");
    }

    [Fact]
    public async Task A_valid_stream_over_http_passes_every_rule_and_loads_its_keys_over_http()
    {
        using var stream = ValidStream.Mp4(encoded, encrypted: true);
        await using var server = await ServeAsync(stream);
        foreach (var file in Directory.GetFiles(stream.Root, "*.m3u8"))
        {
            var text = await File.ReadAllTextAsync(file);
            await File.WriteAllTextAsync(file, text.Replace("https://keys.example", server.Address + "/keys", StringComparison.Ordinal));
        }

        var report = await CheckAsync(server.Url("/stream/master.m3u8").AbsoluteUri);

        report.Findings.ShouldBeEmpty();
        report.Variants.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_missing_on_the_server_is_reported_with_the_http_status()
    {
        using var stream = ValidStream.Ts(encoded);
        File.Delete(stream["small-2.ts"]);
        await using var server = await ServeAsync(stream);

        var report = await CheckAsync(server.Url("/stream/master.m3u8").AbsoluteUri);

        report.Findings.ShouldContain(static f => f.Rule == "rfc8216-files" && f.File == "small-2.ts" && f.Message.Contains("404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redirects_are_limited_and_never_change_to_another_scheme()
    {
        await using var server = await TestServer.StartAsync(static (context, _) =>
        {
            context.Response.Redirect(context.Request.Path == "/file" ? "file:///etc/passwd" : "/again");
            return Task.CompletedTask;
        });

        (await Should.ThrowAsync<ItemException>(() => CheckAsync(server.Url("/x.m3u8").AbsoluteUri))).Message.ShouldContain("redirect");
        (await Should.ThrowAsync<ItemException>(() => CheckAsync(server.Url("/file").AbsoluteUri))).Message.ShouldContain("redirect");
        server.Requests.Count.ShouldBe(7);
    }

    [Fact]
    public async Task Addresses_outside_the_policy_are_never_connected_to()
    {
        await using var server = await TestServer.StartAsync();

        var error = await Should.ThrowAsync<ItemException>(() => new HlsChecker().CheckAsync(
            HlsLocation.Parse(server.Url("/x.m3u8").AbsoluteUri), new HlsCheckOptions { Addresses = AddressPolicy.PublicOnly }, default));

        error.Code.ShouldBe("not_found");
        server.Requests.ShouldBeEmpty();
    }

    private static Task<HlsReport> CheckAsync(string location) => new HlsChecker().CheckAsync(HlsLocation.Parse(location), null, default);

    private static Task WriteAsync(string path, string uri) => File.WriteAllTextAsync(
        path, $"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:6\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:6.0,\n{uri}\n#EXT-X-ENDLIST\n");

    /// <summary>Serves the stream at /stream and its keys at /keys; supports byte ranges.</summary>
    private static Task<TestServer> ServeAsync(ValidStream stream) => TestServer.StartAsync(async (context, _) =>
    {
        var path = context.Request.Path.Value!;
        var file = path.StartsWith("/keys/", StringComparison.Ordinal)
            ? Path.Combine(stream.Keys, Path.GetFileName(path))
            : stream[Path.GetFileName(path)];
        if (!File.Exists(file))
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        await Results.File(file, enableRangeProcessing: true).ExecuteAsync(context);
    });
}
