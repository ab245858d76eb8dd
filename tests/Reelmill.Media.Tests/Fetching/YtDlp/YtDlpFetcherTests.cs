using System.Runtime.Versioning;
using Microsoft.AspNetCore.Http;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching.YtDlp;

[SupportedOSPlatform("linux")]
public sealed class YtDlpFetcherTests : IDisposable
{
    private static readonly MediaInput Page = new("http://page.example/watch?v=s3cret", InputKind.Url, MediaInput.NoMetadata);
    private readonly TempFolder _folder = new();
    private readonly ImmediateProgress _progress = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_printed_file_is_returned_and_its_title_is_only_data()
    {
        using var fetcher = Stub("""
            echo 'reelmill-progress 400000 900000'
            echo 'reelmill-progress NA NA'
            echo 'reelmill-progress 900000 900000'
            printf hello > media.mp4
            echo 'reelmill-title "..\/..\/etc\/x \u00fc"'
            echo "reelmill-path $PWD/media.mp4"
            """);
        var file = await fetcher.FetchAsync(Page, _progress, default);
        Path.GetFileName(file.Path).ShouldStartWith(Page.Id + ".");
        file.ShouldBe(new FetchedFile(file.Path, IsTemporary: true, 5) { Title = "../../etc/x ü" });
        File.ReadAllText(file.Path).ShouldBe("hello");
        _progress.All.Select(progress => progress.Bytes).ShouldBe([400_000, 900_000, 900_000]);
        ListFiles().ShouldBe([Path.GetFileName(file.Path)]);
    }

    [Fact]
    public async Task The_URL_is_passed_on_stdin_and_not_in_arguments()
    {
        using var fetcher = Stub("""printf '%s\n' "$@" > "$(dirname "$0")/arguments"; cat > "$(dirname "$0")/input"; exit 1""");
        await FailAsync(fetcher);
        File.ReadAllText(_folder["input"]).ShouldBe(Page.Source + "\n");
        var arguments = File.ReadAllLines(_folder["arguments"]);
        arguments[^2..].ShouldBe(["--batch-file", "-"]);
        string.Join(' ', arguments).ShouldNotContain("page.example");
        arguments[..3].ShouldBe(["--ignore-config", "--no-exec", "--no-playlist"]);
    }

    [Theory]
    [InlineData("exit 0")]
    [InlineData("printf x > media.mp4")]
    [InlineData("echo \"reelmill-path $PWD/media.mp4\"")]
    [InlineData("echo 'reelmill-path /etc/hostname'")]
    [InlineData("printf x > ../stolen; echo \"reelmill-path $PWD/../stolen\"")]
    public async Task Success_without_a_printed_file_in_the_download_folder_is_a_failure(string script)
    {
        using var fetcher = Stub(script);
        (await FailAsync(fetcher)).Code.ShouldBe(FetchCodes.DownloadFailed);
    }

    [Theory]
    [InlineData("Unsupported URL: http://page.example/watch?v=s3cret", "unsupported_page", false)]
    [InlineData("[generic] None: Unable to download webpage: HTTP Error 404: Not Found", "http_404", false)]
    [InlineData("[generic] None: Unable to download webpage: HTTP Error 429: Too Many Requests", "http_429", true)]
    [InlineData("<urlopen error [Errno -2] Name or service not known>", "dns_failed", true)]
    [InlineData("<urlopen error [Errno 111] Connection refused>", "connect_failed", true)]
    [InlineData("unable to download video data: The read operation timed out", "stalled", true)]
    [InlineData("[Errno 104] Connection reset by peer", "connection_lost", true)]
    [InlineData("unable to download video data: HTTP Error 403: blocked_address", "blocked_address", false)]
    [InlineData("<urlopen error Tunnel connection failed: 403 blocked_address>", "blocked_address", false)]
    [InlineData("<urlopen error Tunnel connection failed: 502 dns_failed>", "dns_failed", true)]
    [InlineData("<urlopen error reelmill refused: blocked_address (socket.connect)>", "blocked_address", false)]
    [InlineData("Unsupported URL: http://page.example/blocked_address", "unsupported_page", false)]
    [InlineData("Unable to download webpage: HTTP Error 407: unguarded", "tool_missing", false)]
    [InlineData("Requested format is not available. Use --list-formats", "download_failed", false)]
    [InlineData("something nobody has seen", "download_failed", false)]
    public async Task The_last_error_of_yt_dlp_decides_the_error_code(string words, string code, bool transient)
    {
        using var fetcher = Stub($"echo 'WARNING: HTTP Error 500' >&2; echo 'ERROR: {words}' >&2; exit 1");
        var failure = await FailAsync(fetcher);
        failure.Code.ShouldBe(code);
        failure.IsTransient.ShouldBe(transient);
        failure.Message.ShouldNotContain("s3cret");
        ListFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_disk_ends_the_run()
    {
        using var fetcher = Stub("echo 'ERROR: unable to write data: [Errno 28] No space left on device' >&2; exit 1");
        (await Should.ThrowAsync<PipelineException>(fetcher.FetchAsync(Page, _progress, default))).Code.ShouldBe("disk_full");
    }

    [Theory]
    [InlineData("Unsupported URL: http://page.example/watch?v=s3cret")]
    [InlineData("[generic] watch?v=s3cret: Unable to download webpage")]
    [InlineData("the token s3cret is not valid")]
    public async Task Query_values_in_the_output_of_yt_dlp_are_redacted(string words)
    {
        using var fetcher = Stub($"echo 'ERROR: {words}' >&2; exit 1");
        for (Exception? e = await FailAsync(fetcher); e is not null; e = e.InnerException)
        {
            e.ToString().ShouldNotContain("s3cret");
            (e as ProcessFailedException)?.ErrorTail.ShouldNotContain("s3cret");
        }
    }

    [Theory]
    [InlineData("echo 'reelmill-progress 10 2000000'; exec sleep 100")]
    [InlineData("echo 'reelmill-progress 2000000 NA'; exec sleep 100")]
    [InlineData("head -c 2000000 /dev/zero > media.mp4; echo \"reelmill-path $PWD/media.mp4\"")]
    public async Task A_download_over_the_size_limit_fails(string script)
    {
        using var fetcher = Stub(script);
        (await FailAsync(fetcher)).Code.ShouldBe(FetchCodes.TooLarge);
        ListFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_grows_without_output_is_limited_too()
    {
        var time = new ManualTimeProvider();
        using var fetcher = Stub("head -c 2000000 /dev/zero > media.mp4.part; echo 'reelmill-progress 300000 NA'; exec sleep 100", time);
        var fetch = FailAsync(fetcher);
        await _progress.First;
        time.Advance(TimeSpan.FromSeconds(1.5));

        // The grace period after the interrupt passes on the same clock, in case the stub is too busy to react.
        while (!fetch.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(0.1));
            await Task.Yield();
        }

        (await fetch).Code.ShouldBe(FetchCodes.TooLarge);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_stops_yt_dlp_and_leaves_no_files()
    {
        using var stop = new CancellationTokenSource();
        using var fetcher = Stub("echo 'reelmill-progress 300000 NA'; exec sleep 100");
        var fetch = fetcher.FetchAsync(Page, _progress, stop.Token);
        await _progress.First;
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(fetch);
        ListFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Real_yt_dlp_finds_the_video_on_a_page()
    {
        Assert.SkipWhen(Executables.Find("yt-dlp") is null, "yt-dlp is not installed");
        var video = await File.ReadAllBytesAsync(TestMedia.Path("video", "phone-selfie-rotated-90.mov"));
        await using var server = await TestServer.StartAsync((context, _) => SiteAsync(context, video));
        using var fetcher = new Fetcher(_folder["downloads"], new FetchOptions());
        var file = await fetcher.FetchAsync(new MediaInput(server.Url("/watch").AbsoluteUri, InputKind.Url, MediaInput.NoMetadata), _progress, default);
        (await File.ReadAllBytesAsync(file.Path)).ShouldBe(video);
        file.Title.ShouldNotBeNull().ShouldStartWith("A selfie");
        _progress.All.Last().ShouldBe(new FetchProgress(video.Length, video.Length));
    }

    [Fact]
    public async Task Real_yt_dlp_reports_a_page_without_video_as_unsupported()
    {
        Assert.SkipWhen(Executables.Find("yt-dlp") is null, "yt-dlp is not installed");
        await using var server = await TestServer.StartAsync((context, _) => SiteAsync(context, []));
        using var fetcher = new Fetcher(_folder["downloads"], new FetchOptions());
        var failure = await Should.ThrowAsync<ItemException>(fetcher.FetchAsync(new MediaInput(server.Url("/empty?a=s3cret").AbsoluteUri, InputKind.Url, MediaInput.NoMetadata), null, default));
        failure.Code.ShouldBe(FetchCodes.UnsupportedPage);
        failure.Message.ShouldNotContain("s3cret");
    }

    private static Task SiteAsync(HttpContext context, byte[] video) => context.Request.Path.Value switch
    {
        "/watch" => Replies.PlainAsync(context, "<html><title>A selfie</title><body><video src='clip.mp4'></video></body></html>"u8.ToArray(), "text/html"),
        "/clip.mp4" => Replies.GoodAsync(context, video),
        _ => Replies.PlainAsync(context, "<html><body>nothing here</body></html>"u8.ToArray(), "text/html"),
    };

    private Fetcher Stub(string script, TimeProvider? time = null)
    {
        var path = _folder["yt-dlp"];
        File.WriteAllText(path, "#!/bin/sh\n" + script);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var options = new FetchOptions { Kind = FetcherKind.YtDlp, MaxBytes = 1_000_000, MaxTries = 1, YtDlpPath = path };
        return new Fetcher(_folder["downloads"], options, time);
    }

    private Task<ItemException> FailAsync(Fetcher fetcher) => Should.ThrowAsync<ItemException>(fetcher.FetchAsync(Page, _progress, default));

    private IEnumerable<string?> ListFiles() => Directory.EnumerateFileSystemEntries(_folder["downloads"]).Select(Path.GetFileName);
}
